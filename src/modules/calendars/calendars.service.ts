import { Inject, Injectable } from '@nestjs/common';
import { bookingQuery } from '../../contracts/http/index.js';
import { calendarWords } from '../../core/words/calendars.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { type EventToWrite, writeCalendar } from '../../platform/ics/write-calendar.js';
import type { ServiceConfig } from '../../service-config.js';
import { tokenDigest } from '../auth/index.js';
import { BookingRepository, type KnownBooking } from '../booking/index.js';
import { plannedTimes } from '../planning/index.js';
import { CalendarFeedsRepository, type OpenedFeed } from './calendar-feeds.repository.js';
import { bookedTime, type Ground, ownBookings, plannedTime } from './events.js';

const shownBackMs = 30 * 24 * 60 * 60_000;
const bookingsMax = 4_500;
const plannedMax = 500;
const refreshMinutes = 30;

/** What is shown through a link, as of now. */
@Injectable()
export class CalendarsService {
  constructor(
    private readonly db: Database,
    private readonly feeds: CalendarFeedsRepository,
    private readonly bookings: BookingRepository,
    private readonly clock: Clock,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'http' | 'timeZone'>,
  ) {}

  async read(token: string): Promise<string> {
    const feed = await this.feeds.open(tokenDigest(token));
    if (feed === undefined || feed.suspendedAt !== null) throw new Failure('not-found');
    if (feed.revokedAt !== null) throw new Failure('feed-revoked');
    const { language, machineName } = feed;
    const words = calendarWords[language];
    const workshop = feed.workshopName[language];
    return writeCalendar({
      name: machineName === null ? words.ownBookings(workshop) : words.ofMachine(workshop, machineName[language]),
      zone: this.config.timeZone,
      prodId: `-//Brama//Brama//${language.toUpperCase()}`,
      events: await this.events(feed),
      refreshMinutes,
    });
  }

  private async events(feed: OpenedFeed): Promise<EventToWrite[]> {
    const now = this.clock.wallMs();
    const since = now - shownBackMs;
    const ground: Ground = {
      now,
      since,
      language: feed.language,
      zone: this.config.timeZone,
      publicUrl: this.config.http.publicUrl,
      location: feed.workshopName[feed.language],
    };
    if (feed.machineId === null) {
      return ownBookings(await this.booked({ member: feed.memberId, ended: 'true' }, ground), ground);
    }
    const viewer = { by: feed, names: feed.bookingNames };
    const [booked, planned] = await Promise.all([
      this.booked({ machine: feed.machineId, ended: 'false' }, ground),
      plannedTimes(this.db, feed.machineId, { from: since, to: Infinity }, plannedMax),
    ]);
    return [
      ...booked.map((booking) => bookedTime(booking, viewer, ground)),
      ...planned.map((time) => plannedTime(time, ground)),
    ];
  }

  private async booked(
    which: { readonly member?: string; readonly machine?: string; readonly ended: 'true' | 'false' },
    { now, since }: Ground,
  ): Promise<readonly KnownBooking[]> {
    const from = new Date(since).toISOString();
    const query = { ...bookingQuery.parse({ ...which, from, order: 'from' }), limit: bookingsMax };
    return (await this.bookings.list(query, now)).items;
  }
}
