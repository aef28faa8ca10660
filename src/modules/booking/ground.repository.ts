import { Injectable } from '@nestjs/common';
import type { FormerBooking } from '../../core/booking/facts.js';
import { notFitting } from '../not-fitting.js';
import { BookingFactsRepository, type BookingSnapshot, type Wish } from './booking-facts.repository.js';
import type { Ground } from './ground.js';
import type { Statements } from './statements.js';

/** How the caller named the two, for saying which of them there is not. */
export interface WishFields {
  readonly machine: string;
  readonly member: string;
}
const bodyFields: WishFields = { machine: 'machineId', member: 'memberId' };

export interface GroundWish extends Wish {
  /** Also what is booked along with it so far. */
  readonly changes?: (Wish['changes'] & { readonly along: readonly FormerBooking[] }) | undefined;
}

@Injectable()
export class GroundRepository {
  constructor(private readonly facts: BookingFactsRepository) {}

  /** The facts of the machine that is wished for, then those of the machines it needs. */
  async load(on: Statements, wish: GroundWish, now: number, fields = bodyFields): Promise<Ground> {
    const main = await this.one(on, wish, now, fields);
    const along: BookingSnapshot[] = [];
    for (const machineId of main.needsIds) {
      const former = wish.changes?.along.find((one) => one.machineId === machineId);
      const changes = wish.changes && { id: wish.changes.id, former };
      along.push(await this.one(on, { ...wish, machineId, along: true, changes }, now, fields));
    }
    return { main, along };
  }

  private async one(on: Statements, wish: Wish, now: number, fields: WishFields): Promise<BookingSnapshot> {
    const snapshot = await this.facts.loadOn(on, wish, now);
    if (typeof snapshot === 'string')
      throw notFitting(snapshot === 'unknown-machine' ? fields.machine : fields.member, snapshot);
    return snapshot;
  }
}
