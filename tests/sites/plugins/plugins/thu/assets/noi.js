"use strict";
document.documentElement.classList.add("co-script");
