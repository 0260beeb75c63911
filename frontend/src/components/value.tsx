import type { Range } from '#core/api/contract.ts';
import { DASH, formatRate } from '../format/numbers.ts';

/** A dash that is read out as "not known". */
export function NotKnown() {
  return (
    <>
      <span aria-hidden="true">{DASH}</span>
      <span class="visually-hidden">not known</span>
    </>
  );
}

export interface RateWithRangeProps {
  readonly rate: number | null;
  /** Where it lies in 95 of 100 cases. */
  readonly range: Range | null | undefined;
}

/** A rate with its range in small print below it, where there is one. */
export function RateWithRange({ rate, range }: RateWithRangeProps) {
  return (
    <>
      <Rate rate={rate} />
      {range != null && (
        <small class="range">
          {formatRate(range.lower).replace('%', '')}–{formatRate(range.upper)}
        </small>
      )}
    </>
  );
}

/** A share in [0, 1] with one decimal, or "not known" for null. */
export function Rate({ rate }: { readonly rate: number | null }) {
  return rate === null ? <NotKnown /> : formatRate(rate);
}

/** A segment's name; the empty one holds the customers for whom the column is missing. */
export function SegmentName({ name }: { readonly name: string }) {
  return name === '' ? <em class="quiet">Not known</em> : name;
}
