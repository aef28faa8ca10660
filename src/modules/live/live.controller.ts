import { Controller, Get, Inject, type OnModuleDestroy, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type LiveSnapshot, liveSnapshot, type Tile } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Failure } from '../../platform/http/failure.js';
import { Returns, Streams } from '../../platform/http/returns.js';
import { Allow, AuthService, Caller, type CallerIdentity, seesOthers } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { LiveHub } from './live-hub.js';
import { TileRepository } from './tile.repository.js';

const beatMs = 1_000;
/** Bytes a viewer may leave unread. A slower one is cut, and comes again for a new snapshot. */
const backlogBytesMax = 256 * 1024;
const streamsMax = 1_000;
/** Tabs share a connection; a few browsers are fine. */
const streamsPerMemberMax = 12;
/** How often an open stream asks whether its viewer may still see what he sees. */
const judgedEveryMs = 10_000;

interface Stream {
  readonly memberId: string;
  readonly signInId: string | null;
  end: () => void;
}

@Controller('api/v1/live')
export class LiveController implements OnModuleDestroy {
  private readonly streams = new Set<Stream>();

  constructor(
    private readonly hub: LiveHub,
    private readonly tiles: TileRepository,
    private readonly auth: AuthService,
    private readonly clock: Clock,
    @Inject(BramaEventBus) events: BramaEventBus,
  ) {
    events.on('sign-in-ended', ({ signInId }) => {
      for (const stream of this.streams) if (stream.signInId === signInId) stream.end();
    });
  }

  /** Streams end first at a shutdown: a browser that waits would hold the process. */
  onModuleDestroy(): void {
    for (const stream of this.streams) stream.end();
  }

  @Get('snapshot')
  @Allow('member')
  @Returns(200, liveSnapshot)
  async snapshot(@Caller() caller: CallerIdentity): Promise<LiveSnapshot> {
    const now = this.clock.wallMs();
    const tiles = await this.tiles.tiles(now);
    return { at: new Date(now).toISOString(), tiles: tiles.map((tile) => seenBy(tile, caller)) };
  }

  /** Server-Sent Events: `snapshot`, then `tile` per change, and `beat` each second. */
  @Get()
  @Allow('member')
  @Streams()
  async stream(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Caller() caller: CallerIdentity,
  ): Promise<void> {
    const raw = reply.raw;
    // The place is taken before anything is waited for, so that many at once are counted.
    const stream = this.open(caller);
    // Subscribed before the snapshot is read: a change in between is shown twice rather than lost.
    const early: Tile[] = [];
    let show = (tile: Tile): void => void early.push(tile);
    const unwatch = this.hub.watch((tile) => show(tile));
    let snapshot: LiveSnapshot | undefined;
    try {
      snapshot = await this.snapshot(caller);
    } finally {
      // Who hung up meanwhile will not say so again.
      if (snapshot === undefined || raw.destroyed) {
        unwatch();
        this.streams.delete(stream);
      }
    }
    if (raw.destroyed) return;
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const send = (event: string, data: unknown): void => {
      if (raw.writableLength > backlogBytesMax) return end();
      raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const beat = setInterval(() => send('beat', { at: new Date(this.clock.wallMs()).toISOString() }), beatMs);
    const judge = setInterval(() => {
      void this.stillSees(request, caller).then((sees) => sees || stream.end());
    }, judgedEveryMs);
    const end = (): void => {
      clearInterval(beat);
      clearInterval(judge);
      unwatch();
      this.streams.delete(stream);
      raw.end();
    };
    stream.end = end;
    request.raw.once('close', end);
    send('snapshot', snapshot);
    show = (tile): void => send('tile', seenBy(tile, caller));
    for (const tile of early) show(tile);
  }

  private open({ memberId, signInId }: CallerIdentity): Stream {
    const own = [...this.streams].filter((stream) => stream.memberId === memberId);
    if (this.streams.size >= streamsMax || own.length >= streamsPerMemberMax) throw new Failure('too-many-requests');
    const stream: Stream = { memberId, signInId, end: () => undefined };
    this.streams.add(stream);
    return stream;
  }

  /** A sign-in may end, and a role go, at another replica. A database that does not answer changes nothing. */
  private async stillSees(request: FastifyRequest, caller: CallerIdentity): Promise<boolean> {
    try {
      const now = await this.auth.identify(request, { seen: false });
      return now !== undefined && now.roles.toSorted().join() === caller.roles.toSorted().join();
    } catch {
      return true;
    }
  }
}

/** Staff and instructors see who; a member sees himself, and that somebody is there. */
function seenBy(tile: Tile, caller: CallerIdentity): Tile {
  if (seesOthers(caller)) return tile;
  const mine = <T extends { memberId: string | null; memberName: string | null }>(one: T | null): T | null =>
    one === null || one.memberId === caller.memberId ? one : { ...one, memberId: null, memberName: null };
  return { ...tile, session: mine(tile.session), booking: mine(tile.booking), nextBooking: mine(tile.nextBooking) };
}
