return { back = "trở lại" }
