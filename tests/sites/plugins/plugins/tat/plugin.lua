error("must not run")
