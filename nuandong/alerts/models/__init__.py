from nuandong.alerts.models.message import Message
from nuandong.alerts.models.raw_message import RawMessage
from nuandong.alerts.models.warning_area import WarningArea
from nuandong.alerts.models.weather_warning import WeatherWarning

__all__ = ["Message", "RawMessage", "WarningArea", "WeatherWarning"]
