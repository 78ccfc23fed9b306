"""What there is to give away, where it lies and who got it.

Words: an *item* (物资) has a unit and perhaps sizes; a *kit* (救助包) is a named list of items; a *store* (存放点) is
a warehouse, a station, a point, or what a vehicle or a team carries; a *lot* is one item, size, batch and expiry in
a store; a *movement* (出入库记录) adds to a lot or takes from it and is never changed; a *transfer* (调拨) leaves one
store and is confirmed at another. A balance is the sum of movements, kept beside them so that it cannot fall below 0.
Tables: supplies_item, supplies_kit, supplies_kitline, supplies_store, supplies_movement, supplies_balance,
supplies_transfer, supplies_transferline, supplies_minimum. Called by duty, rescue and web.
"""
