"""Every shape that a public page can take: each address with arguments that make it look different.

`{closed}` stands for the number of a sample in that status.
"""

LANGUAGES = ("th", "en")
WIDTHS = (360, 768, 1280)

SHAPES: dict[str, tuple[str, ...]] = {
    "home": ("/",),
    "about": ("/about/",),
    "years": ("/years/",),
    "year": ("/years/2552/", "/years/2569/", "/years/2551/"),
    "workshops": ("/workshops/",),
    "workshop": ("/workshops/2552/1/", "/workshops/2569/2/", "/workshops/2570/2/"),
    "requests": (
        "/requests/",
        "/requests/?page=2&sort=province",
        "/requests/?q=น้ำ&province=42&province=80&status=closed",
        "/requests/?q=ไม่มีคำนี้",
    ),
    "request": (
        "/requests/2552-001/",
        "/requests/{accepted}/",
        "/requests/{assigned}/",
        "/requests/{answered}/",
        "/requests/{under_way}/",
        "/requests/{delivered}/",
        "/requests/{with_results}/",
        "/requests/{declined}/",
        "/requests/{withdrawn}/",
        "/requests/{wordiest}/",
    ),
    "groups": ("/groups/", "/groups/?on=9/11/2551", "/groups/?on=31/2/2551", "/groups/?on=1/1/2540"),
    "group": ("/groups/upper-northeast-1/", "/groups/lower-central-2/?on=1/1/2540", "/groups/middle-central/"),
    "provinces": ("/provinces/",),
    "province": ("/provinces/42/", "/provinces/10/", "/provinces/63/"),
    "agencies": ("/agencies/",),
    "agency": ("/agencies/DSS/", "/agencies/OM/", "/agencies/CLINIC/"),
    "statistics": ("/statistics/", "/statistics/?data=samples", "/statistics/?year=2569", "/statistics/?year=2540"),
    "reports": ("/reports/",),
    "verify": ("/verify/",),
    "verify_code": ("/verify/BCDF-GHJK-LMNP/", "/verify/no-code/"),
    "contact": ("/contact/",),
    "faq": ("/faq/",),
    "open_data": ("/open-data/",),
    "site_map": ("/sitemap/",),
    "privacy": ("/privacy/",),
    "accessibility": ("/accessibility/",),
    "privacy_notice": ("/privacy-notice/2569-1/",),
    "website_policy": ("/policies/website/",),
    "security_policy": ("/policies/security/",),
    "disclaimer": ("/policies/disclaimer/",),
    "feedback": ("/feedback/", "/feedback/?page=/years/2552/"),
    "feedback_sent": ("/feedback/sent/",),
    "account_login": ("/account/login/",),
    "account_logout": ("/account/logout/",),
    "account_reset_password": ("/account/password/reset/",),
    "account_reset_password_done": ("/account/password/reset/done/",),
    "account_reset_password_from_key": ("/account/password/reset/1-unknown/",),
    "account_reset_password_from_key_done": ("/account/password/reset/changed/",),
}
#: What is not there is a page, too.
LOST = ("/requests/2552-999/", "/no/such/page/")
ALL = tuple(path for paths in (*SHAPES.values(), LOST) for path in paths)
#: One of each, for what depends on the layout alone.
ONE_OF_EACH = tuple(paths[0] for paths in SHAPES.values())


def in_language(path: str, language: str) -> str:
    return path if language == "th" else f"/en{path}"
