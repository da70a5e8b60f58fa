"""What people sign in with and for how long, in words."""

from typing import Final

from app.registry.accounts.sign_in_models import Browser
from app.words.sentence import ENGLISH, Sentence

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


def time_words(minutes: int, language: str) -> str:
    """15 分钟, 2 个小时; 15 minutes, 2 hours."""
    hours, rest = divmod(minutes, 60)
    number, zh, en = (minutes, "分钟", "minute") if rest else (hours, "个小时", "hour")
    if language.startswith(ENGLISH):
        return f"{number} {en}" if number == 1 else f"{number} {en}s"
    return f"{number} {zh}"
