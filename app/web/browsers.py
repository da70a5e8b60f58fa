"""What somebody signs in with, read from what the browser says of itself; a hint, no proof."""

from typing import Final

from flask import request

from app.registry.accounts.sign_in_models import Browser

# In this order: an Android phone says Linux too, and a HarmonyOS phone says Android.
SIGNS: Final = (
    ("harmony", Browser.HARMONY),
    ("ipad", Browser.IPAD),
    ("iphone", Browser.IPHONE),
    ("windows", Browser.WINDOWS),
    ("macintosh", Browser.MAC),
)


def browser_of(user_agent: str) -> Browser:
    """Phone, tablet or computer, and of which kind."""
    said = user_agent.lower()
    if "android" in said and "harmony" not in said:
        return Browser.ANDROID_PHONE if "mobile" in said else Browser.ANDROID_TABLET
    known = next((browser for sign, browser in SIGNS if sign in said), None)
    return known or (Browser.LINUX if "linux" in said else Browser.OTHER)


def browser_here() -> Browser:
    """That of this request."""
    return browser_of(request.headers.get("User-Agent", ""))
