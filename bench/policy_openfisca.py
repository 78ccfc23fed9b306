"""The yardstick of `bench.policy`: the standard of three needs in openfisca-core, on the same files.

Run by `bench.policy` with an interpreter that has requirements-bench.txt; prints JSON with the seconds taken and the
sum. It is never imported by the product, nor by the rest of the bench.
"""

import json
import sys
import time

import numpy as np
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026-12"
NEEDS = {"food_persons": 200, "clothing_persons": 150, "heating_persons": 100}
PERSON = build_entity("person", "persons", "", is_person=True)
HOUSEHOLD = build_entity("household", "households", "", roles=[{"key": "member", "plural": "members", "label": ""}])


def system() -> TaxBenefitSystem:
    """Each need a flag of a person, a sum of a household, the amount all of them together; money is float, as usual."""
    found = TaxBenefitSystem([PERSON, HOUSEHOLD])
    for need, yuan in NEEDS.items():
        flag = {"value_type": bool, "entity": PERSON, "definition_period": MONTH}
        found.add_variable(type(need, (Variable,), flag))

        def formula(household, period, parameters=None, need=need, yuan=yuan):  # type: ignore[no-untyped-def]
            return household.sum(household.members(need, period)) * yuan

        amount = {"value_type": float, "entity": HOUSEHOLD, "definition_period": MONTH, "formula": formula}
        found.add_variable(type(f"{need}_yuan", (Variable,), amount))

    def total(household, period, parameters=None):  # type: ignore[no-untyped-def]
        return sum(household(f"{need}_yuan", period) for need in NEEDS)

    whole = {"value_type": float, "entity": HOUSEHOLD, "definition_period": MONTH, "formula": total}
    found.add_variable(type("amount", (Variable,), whole))
    return found


def grain(given: str, target: str, grams: int, fen: int, per: int) -> None:
    """Grain by the month at a price of yuan, rounded to the fen as its authors would: an array of the fen paid."""
    heads, months = np.load(given)
    rules = TaxBenefitSystem([PERSON, HOUSEHOLD])
    for name in ("heads", "months"):
        rules.add_variable(
            type(name, (Variable,), {"value_type": int, "entity": HOUSEHOLD, "definition_period": MONTH})
        )

    def kilos(household, period, parameters=None):  # type: ignore[no-untyped-def]
        return household("heads", period) * household("months", period) * (grams / per)

    def amount(household, period, parameters=None):  # type: ignore[no-untyped-def]
        return np.floor(household("kilos", period) * (fen / 100) * 100 + 0.5) / 100

    for formula in (kilos, amount):
        whole = {"value_type": float, "entity": HOUSEHOLD, "definition_period": MONTH, "formula": formula}
        rules.add_variable(type(formula.__name__, (Variable,), whole))
    simulation = SimulationBuilder().build_default_simulation(rules, count=len(heads))
    simulation.set_input("heads", PERIOD, heads)
    simulation.set_input("months", PERIOD, months)
    np.save(target, np.rint(simulation.calculate("amount", PERIOD) * 100).astype(np.int64))


def main() -> None:
    rules = system()
    began = time.perf_counter()
    households = pq.read_table(sys.argv[1])["household"].to_numpy()
    persons = pq.read_table(sys.argv[2])
    builder = SimulationBuilder()
    builder.create_entities(rules)
    builder.declare_person_entity("person", np.arange(persons.num_rows))
    entity = builder.declare_entity("household", households)
    builder.join_with_persons(entity, persons["household"].to_numpy(), ["member"] * persons.num_rows)
    simulation = builder.build(rules)
    for need in NEEDS:
        simulation.set_input(need, PERIOD, persons[need].to_numpy().astype(bool))
    loaded = time.perf_counter()
    amounts = simulation.calculate("amount", PERIOD)
    done = time.perf_counter()
    fen = np.rint(amounts * 100).astype(np.int64)
    print(json.dumps({"load": loaded - began, "calculate": done - loaded, "fen": int(fen.sum())}))


if sys.argv[1] == "grain":
    grain(*sys.argv[2:4], *map(int, sys.argv[4:]))
else:
    main()
