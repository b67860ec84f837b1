/* loc.js - the form above a table of procedures: filters its rows, says how many are left, and keeps
   what was chosen behind the address's "#", so that a link to it can be passed on. */
(function () {
  'use strict';

  function all(root, selector) { return [].slice.call(root.querySelectorAll(selector)); }

  /* As text.fold of the plugins: small letters without marks, words between spaces. */
  function fold(text) {
    text = text.toLowerCase().replace(/đ/g, 'd');
    if (text.normalize) text = text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
    return text.replace(/[^a-z0-9]+/g, ' ').replace(/^ | $/g, '');
  }

  function grouped(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, '.'); }

  function start(form) {
    var box = form.parentNode, controls = all(form, 'input, select'), timer;
    var status = form.querySelector('[role=status]'), foot = box.querySelector('tfoot'), more = form.querySelector('details');
    var rows = all(box, 'tr[data-q]').map(function (tr) {
      return { tr: tr, has: ' ' + fold(tr.getAttribute('data-q')) + tr.getAttribute('data-f') };
    });

    function value(c) { return c.type !== 'checkbox' || c.checked ? c.value : ''; }

    /* What a row must have: beginnings of words, and marks such as "linh-vuc=ho-tich". */
    function wanted() {
      var want = [];
      controls.forEach(function (c) {
        if (c.type === 'search') fold(c.value).split(' ').forEach(function (word) { if (word) want.push(' ' + word); });
        else if (value(c)) want.push('|' + c.name.replace(/-\d+$/, '') + '=' + value(c) + '|');
      });
      return want;
    }

    function say(n) {
      var text = status.getAttribute(n === rows.length ? 'data-all' : n ? 'data-some' : 'data-none').replace('{}', grouped(n));
      if (status.textContent !== text) status.textContent = text;
    }

    function show() {
      var want = wanted(), n = 0;
      rows.forEach(function (row) {
        row.tr.hidden = !want.every(function (what) { return row.has.indexOf(what) >= 0; });
        if (!row.tr.hidden) n++;
      });
      all(box, 'tbody').forEach(function (body) {
        var left = all(body, 'tr[data-q]:not([hidden])').length, count = body.querySelector('.count');
        body.hidden = !left;
        if (count) count.textContent = grouped(left);
      });
      if (foot) foot.hidden = n !== rows.length;
      clearTimeout(timer);
      timer = setTimeout(function () { say(n); }, 300);
    }

    /* The other tables' part of the address stays. */
    function write() {
      var parts = location.hash.slice(1).split('&').filter(function (part) {
        return part.indexOf('=') > 0 && !controls.some(function (c) { return part.indexOf(c.name + '=') === 0; });
      });
      controls.forEach(function (c) { if (value(c)) parts.push(c.name + '=' + encodeURIComponent(value(c))); });
      history.replaceState(null, '', '#' + parts.join('&'));
    }

    function read() {
      var chosen = {};
      location.hash.slice(1).split('&').forEach(function (part) {
        var at = part.indexOf('=');
        try { chosen[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1)); } catch (e) { /* cut off on its way */ }
      });
      controls.forEach(function (c) {
        var to = chosen[c.name] || '';
        if (c.type === 'checkbox') c.checked = to === c.value;
        else c.value = to;
        if (c.selectedIndex < 0) c.value = '';
      });
      if (more && more.querySelector(':checked:not([value=""])')) more.open = true;
      show();
    }

    function changed() { show(); write(); }

    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
    form.addEventListener('reset', function () { setTimeout(changed); });
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    window.addEventListener('hashchange', read);
    form.hidden = false;
    read();
  }

  all(document, 'form.find').forEach(start);
}());
