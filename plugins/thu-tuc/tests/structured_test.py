#!/usr/bin/env python3
"""The data script of a procedure's page has the shape that schema.org gives GovernmentService: types, ISO durations, numbers, addresses."""
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
DURATION = re.compile(r"P(\d+(\.\d+)?[YMD]|T\d+(\.\d+)?H)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def text(v):
    return isinstance(v, str) and v.strip() == v and v != ""


def address(v):
    return isinstance(v, str) and ADDRESS.fullmatch(v) is not None


def dong(v):
    return isinstance(v, int) and not isinstance(v, bool) and v >= 0


def duration(v):
    return isinstance(v, str) and DURATION.fullmatch(v) is not None


def day(v):
    return isinstance(v, str) and DAY.fullmatch(v) is not None


# type -> (keys that must be there, {key: what its value is}); a type's name, or a list with one, is another node or several
SHAPES = {
    "GovernmentService": ({"name", "identifier", "serviceOperator", "areaServed"}, {
        "@context": lambda v: v == "https://schema.org", "name": text, "identifier": text, "description": text, "url": address,
        "sameAs": address, "serviceType": text, "serviceOperator": "GovernmentOrganization", "provider": "GovernmentOrganization",
        "areaServed": "AdministrativeArea", "audience": ["Audience"], "availableChannel": ["ServiceChannel"], "offers": ["Offer"]}),
    "GovernmentOrganization": ({"name"}, {"name": text}),
    "GovernmentOffice": ({"name"}, {"name": text, "address": text, "telephone": text, "url": address}),
    "AdministrativeArea": ({"name"}, {"name": text, "containedInPlace": "AdministrativeArea"}),
    "Audience": ({"audienceType"}, {"audienceType": text}),
    "ServiceChannel": ({"name"}, {"name": text, "availableLanguage": lambda v: v == "vi", "description": text, "processingTime": duration,
                                  "serviceUrl": address, "serviceLocation": "GovernmentOffice"}),
    "Offer": ({"price", "priceCurrency"}, {"name": text, "description": text, "price": dong, "priceCurrency": lambda v: v == "VND",
                                           "priceSpecification": "UnitPriceSpecification", "validFrom": day, "validThrough": day}),
    "UnitPriceSpecification": ({"price", "priceCurrency", "unitText"}, {"price": dong, "priceCurrency": lambda v: v == "VND", "unitText": text}),
}


def faults(node, kind, where):
    """What is wrong with one node and all below it."""
    if not isinstance(node, dict) or node.get("@type") != kind:
        return [f"{where}: no {kind}"]
    needed, known = SHAPES[kind]
    found = [f"{where}: without {key}" for key in sorted(needed - node.keys())]
    for key, value in node.items():
        rule, at = known.get(key), f"{where}.{key}"
        if key == "@type":
            continue
        if rule is None:
            found.append(f"{at}: schema.org's {kind} is not meant to have it")
        elif isinstance(rule, str):
            found += faults(value, rule, at)
        elif isinstance(rule, list):
            if not isinstance(value, list) or not value:
                found.append(f"{at}: no list, or an empty one")
            else:
                for i, one in enumerate(value):
                    found += faults(one, rule[0], f"{at}[{i}]")
        elif not rule(value):
            found.append(f"{at}: {value!r}")
    return found


def services(content, date, work):
    """{page: data or None} of all procedures of a portal."""
    out = Path(work) / "site"
    run = subprocess.run([CCHC, "build", str(content), "-o", str(out), "--date", date, "--plugins", str(ROOT / "plugins"),
                          "--themes", str(ROOT / "themes")], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    pages = {}
    for page in sorted(out.glob("thu-tuc/**/*.html")):
        source = page.read_text(encoding="utf-8")
        if 'data-kind="procedure"' in source:
            found = SCRIPT.findall(source)
            assert len(found) <= 1, page
            pages[page.relative_to(out).as_posix()] = json.loads(found[0]) if found else None
    return pages


def report(name, wrong):
    print(f"{'not ok' if wrong else 'ok'} {name}")
    for line in wrong[:20]:
        print(f"  {line}")
    return bool(wrong)


def same(what, got, want):
    return [] if got == want else [f"{what}: {got!r}, not {want!r}"]


def values(data):
    """What the portal of the case vong-doi has to say."""
    one = data["thu-tuc/dang-dung.html"]
    by_name = {c["name"]: c for c in one["availableChannel"]}
    offers = {o["name"]: o for o in one["offers"]}
    wrong = same("identifier", one["identifier"], "1.000003.000.00.00.H12")
    wrong += same("range", by_name["Trực tiếp"].get("processingTime"), "P15D")
    wrong += same("hours", by_name["Trực tuyến"].get("processingTime"), "PT2.5H")
    wrong += same("unknown time", by_name["Dịch vụ bưu chính"].get("processingTime"), None)
    wrong += same("online", by_name["Trực tuyến"].get("serviceUrl", "").endswith("?ma_thu_tuc=1.000003.000.00.00.H12"), True)
    wrong += same("price", offers["Trực tiếp"]["priceSpecification"]["unitText"], "bản")
    wrong += same("prices", [o["price"] for o in one["offers"]], [8000, 0])
    wrong += same("ended", data["thu-tuc/cu.html"], None)
    return wrong


def main():
    with tempfile.TemporaryDirectory() as work:
        case = services(HERE / "vong-doi" / "content", "2026-11-21", work)
    with tempfile.TemporaryDirectory() as work:
        sample = services(ROOT / "content", "2026-11-21", work)
    bad = report("values of the case vong-doi", values(case))
    for name, pages in (("the case vong-doi", case), ("the sample", sample)):
        wrong = [f for page, data in pages.items() if data for f in faults(data, "GovernmentService", page)]
        bad |= report(f"shape of GovernmentService in {name}", wrong or same("pages with data", any(pages.values()), True))
    broken = json.loads(json.dumps(case["thu-tuc/dang-dung.html"]))
    broken["availableChannel"][0]["processingTime"] = "15 ngày"
    broken["offers"][0]["price"] = "8000"
    del broken["identifier"]
    bad |= report("the check sees a wrong duration, a price in quotes, a missing key",
                  same("faults", len(faults(broken, "GovernmentService", "x")), 3))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
