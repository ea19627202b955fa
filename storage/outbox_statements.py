"""The statements that only the outbox needs."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, bindparam, exists, literal, not_, or_, select

from bot.domain.model import Delivery
from storage.box import DELIVERED, GIVEN_UP, IN_HAND, ON_ITS_WAY
from storage.statements import CompiledStatement, Shape, Statements, conditions_of


class OutboxStatements(Statements):
    def free(self, urgencies: Shape) -> CompiledStatement:
        table = self.table
        may_be_sent = or_(table.c.not_before.is_(None), table.c.not_before <= bindparam("instant"))
        return self.once(
            ("free", urgencies),
            lambda: (
                select(*self._selected)
                .where(*conditions_of(table, urgencies), self._is_free(), may_be_sent)
                .order_by(table.c.urgency, table.c.created_at, table.c.id)
                .limit(bindparam("most"))
                # What SQLite does not know, and leaves out: there is one writer in its file.
                .with_for_update(of=table, skip_locked=True)
            ),
        )

    def over(self) -> CompiledStatement:
        table, other = self.table, self.table.alias("other")
        here = other.c.organisation_id == table.c.organisation_id
        wanted = exists().where(
            here, other.c.edits == table.c.id, other.c.state.in_([literal(state) for state in IN_HAND])
        )
        sent = and_(table.c.state.in_([literal(state) for state in DELIVERED]), not_(wanted))
        gone = [literal(state) for state in GIVEN_UP]
        failed = table.c.state.in_(gone)
        there = exists().where(here, other.c.id == table.c.edits, other.c.state.not_in(gone))
        lost = and_(table.c.state == Delivery.WAITING.value, table.c.edits != "", not_(there))
        old = table.c.created_at < bindparam("instant")
        return self.once(
            ("over",), lambda: select(table.c.id).where(*conditions_of(table, ()), old, or_(sent, failed, lost))
        )

    def _is_free(self) -> ColumnElement[bool]:
        table, other = self.table, self.table.alias("other")
        here = other.c.organisation_id == table.c.organisation_id
        named = and_(other.c.state == Delivery.SENT.value, other.c.named)
        sent = exists().where(here, other.c.id == table.c.edits, named)
        states = [literal(state) for state in ON_ITS_WAY]
        in_hand = exists().where(here, other.c.edits == table.c.edits, other.c.state.in_(states))
        alone = or_(table.c.edits == "", and_(sent, not_(in_hand)))
        return and_(table.c.state == Delivery.WAITING.value, alone)
