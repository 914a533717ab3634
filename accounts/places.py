"""Countries, currencies and time zones to choose from."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

# ISO 4217: what people are paid in.
CURRENCIES = tuple(
    (
        "AED AFN ALL AMD AOA ARS AUD AZN BAM BBD BDT BGN BHD BIF BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC "
        "CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK "
        "JMD JOD JPY KES KGS KHR KMF KRW KWD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
        "MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SLE SOS SRD "
        "SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
    ).split()
)


@cache
def countries():
    """(code, name) of every ISO 3166 country, by name, from the public time zone database."""
    text = (files("tzdata.zoneinfo") / "iso3166.tab").read_text(encoding="utf-8")
    pairs = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return sorted(((code, name) for code, name in pairs), key=lambda pair: pair[1])


@cache
def time_zones():
    """(name, name) of the zones that people live in, UTC first."""
    regions = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    names = sorted(name for name in available_timezones() if name.startswith(regions))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
