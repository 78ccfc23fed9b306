from django.db import models

from nuandong.machine.access import Scoped


class PersonKey(models.Model):
    """One hashed search term of one person. The primary key is the index every search walks: key, region, person.

    Rows are made and deleted, never changed. There is no index by person: the keys of a person are computed anew from
    the person's data and deleted by their full primary key. The database does not check that the person is there: keys
    are written with the person in one transaction, persons are never deleted, and a list of a hundred thousand people
    has a million keys, which took half of its commit.
    """

    access = Scoped(web="sid", worker="sid", batch="sid")
    personal = frozenset({"key"})
    harmless = frozenset({"pk", "region", "person"})

    pk = models.CompositePrimaryKey("key", "region", "person")
    key = models.BinaryField(max_length=16)
    region = models.BigIntegerField()
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
