"""What people sign in with, in words."""

from typing import Final

from app.registry.accounts.sign_in_models import Browser
from app.words.sentence import Sentence

BROWSERS: Final[dict[Browser, Sentence]] = {
    Browser.ANDROID_PHONE: Sentence("手机　安卓", "Phone, Android"),
    Browser.ANDROID_TABLET: Sentence("平板　安卓", "Tablet, Android"),
    Browser.HARMONY: Sentence("手机　鸿蒙", "Phone, HarmonyOS"),
    Browser.IPHONE: Sentence("手机　苹果", "iPhone"),
    Browser.IPAD: Sentence("平板　苹果", "iPad"),
    Browser.WINDOWS: Sentence("电脑　Windows", "Computer, Windows"),
    Browser.MAC: Sentence("电脑　苹果", "Computer, Mac"),
    Browser.LINUX: Sentence("电脑　Linux", "Computer, Linux"),
    Browser.OTHER: Sentence("别的设备", "Something else"),
}


def browser_name(browser: Browser, language: str) -> str:
    """手机　安卓."""
    return BROWSERS[browser].say(language)
