"""How texts name the part of the world that rights or a programme are for, as pieces of patterns over masked text."""

from __future__ import annotations

# Names are matched with their capitals: "us" is no country.
_NAME = (
    r"(?-i:U\.S\.A\.|U\.S\.|USA|US|United States(?: of America)?|U\.K\.|UK|United Kingdom|E\.U\.|EU|European Union|"
    r"European Economic Area"
    r"|(?:[Ww]estern |[Ee]astern |[Cc]entral |[Cc]ontinental )?Europe|Japan|(?:Greater |[Mm]ainland )?China"
    r"|(?:the )?People's Republic of China|Chinese [Mm]ainland|(?:South |Republic of )?Korea"
    r"|Taiwan|Hong Kong|Maca[uo]|Mongolia|Canada|Mexico|(?:North|South|Latin|Central) America|(?:the )?Americas"
    r"|(?:East |Southeast |South |Central )?Asia(?:[- ]Pacific)?|Asia-Pacific|Oceania|Australia|New Zealand|India|"
    r"Israel|Brazil|Argentina|Chile"
    r"|Colombia|Peru|Ecuador|Russia|Turkey|Türkiye|(?:North |South |Sub-Saharan )?Africa|Middle East|Gulf "
    r"[Ss]tates|Switzerland|Scandinavia"
    r"|Nordic (?:countries|region)|EMEA|MENA|ASEAN|Germany|France|Italy|Spain|Portugal|Greece|Ireland|Austria|"
    r"Belgium|Netherlands|Poland"
    r"|Sweden|Norway|Denmark|Finland|Hungary|Ukraine|Singapore|Malaysia|Thailand|Vietnam|Indonesia|Philippines|"
    r"Pakistan|Saudi Arabia"
    r"|Egypt|Iran)"
)
_AREA = rf"(?:the )?{_NAME}"
_AREAS = (
    rf"{_AREA}(?:(?:,? and |, |/| & |,? or ){_AREA}){{0,12}}(?:,? and (?:other )?(?:certain )?(?:[A-Z]\w+ )"
    rf"?(?:countries|territories))?"
)
_REST = r"(?:the )?rest of (?:the )?world|(?:the )?rest of (?:Asia|Europe)|elsewhere|(?:the )?(?:entire |whole )?world"
_OUTSIDE = (
    rf"(?:(?:all )?(?:other )?(?:countries|territories|markets|the world|worldwide),? )?(?:outside(?: of)?|"
    rf"excluding|except(?: for| in)?) {_AREAS}"
)
_ALL = r"world-?wide|globally|all (?:other )?(?:countries|territories|markets)"

# "in Japan and Korea", "outside of the U.S.", "worldwide", with the words that lead to it; the group holds it alone.
WHERE = (
    rf"(?:(?:(?:in|for|within|throughout|across|covering) )?(?P<where>{_OUTSIDE}|{_ALL})"
    rf"|(?:in|for|within|throughout|across|covering) (?P<area>{_AREAS}|{_REST}))"
)
# "North American rights", "worldwide rights", "ex-U.S. rights".
WHOSE = (
    r"(?P<whose>(?-i:[Ww]orld-?wide|[Gg]lobal|[Ee]x-(?:U\.S\.|US|China|Japan|North America|North American|Europe|"
    r"European|Asia)"
    r"|(?:(?:U\.S\.|US|North American|European|EU|Japanese|Chinese|Greater China|Asian|Asia-Pacific|Latin American|"
    r"Canadian|Korean"
    r"|Australian|Israeli|Indian)(?: and |/|, )?){1,4})(?: and (?-i:ex-U\.S\.))?)"
)


def territory(printed: str | None) -> str | None:
    """A territory as printed, without its article and the blanks around it."""
    bare = " ".join((printed or "").split()).strip(" ,")
    return bare.removeprefix("the ") or None
