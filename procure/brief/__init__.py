"""A plan on one page, for those who ask for one page: plain words and four figures on a slide.

    content    what it says
    slide      the slide, whose charts are the presentation's own and can be edited
"""
