"""Where things are: administrative divisions, places, coordinates and travel time.

Words: a *division* (行政区划) is one version of a 12-digit code, province to village, valid from a day to a day;
a *succession* says which code took over from which; a *place* (点位) is a typed key location or facility.
Coordinates are stored as WGS-84 with the system they were given in, and converted where they are shown.
Tables: geo_division, geo_succession, geo_place. Called by org and everything above.
"""
