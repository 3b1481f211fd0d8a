"""The page: a plan, a comparison or an explanation as one HTML file that needs nothing but a browser.

    pages.py     what a page is made from        page.py      the file and its content policy
    money.py supply.py timeline.py flows.py compared.py      the charts, with their sentences and tables
    chart.py     what a chart is                 charts.js    the drawing of it
    draw.js      when it is drawn, and how keys read it       write.js    amounts and names in it
    markup.py    HTML, every text escaped        numbers.py   number formats
    page.css page.js    looks; themes, sorting and filtering    vendor/    the charting library, unchanged

To add a chart: a function Figures -> charts, named in CHARTS of pages.py; its drawing is one of the kinds of charts.js.
"""
