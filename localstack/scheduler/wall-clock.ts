/** What a clock on the wall shows, as the Date whose UTC fields are those of the clock. */
export type WallClock = Date;

/** What the clocks of a timezone show at a moment. */
export function toWallClock(time: Date, timezone: string): WallClock {
  if (timezone === 'UTC') return time;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    ...{
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    },
  }).formatToParts(time);
  const field = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const [year, month, day] = [field('year'), field('month') - 1, field('day')];
  return new Date(Date.UTC(year, month, day, field('hour'), field('minute'), field('second')));
}

/** The first moment at which the clocks of a timezone show this; undefined for a time that they skip. */
export function fromWallClock(wallClock: WallClock, timezone: string): Date | undefined {
  const shown = wallClock.getTime();
  const dayMs = 86_400_000;
  const offsets = [shown - dayMs, shown + dayMs].map(
    (time) => toWallClock(new Date(time), timezone).getTime() - time,
  );
  return offsets
    .map((offset) => new Date(shown - offset))
    .toSorted((a, b) => a.getTime() - b.getTime())
    .find((time) => toWallClock(time, timezone).getTime() === shown);
}
