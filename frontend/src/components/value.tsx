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

/** A share in [0, 1] with one decimal, or "not known" for null. */
export function Rate({ rate }: { readonly rate: number | null }) {
  return rate === null ? <NotKnown /> : formatRate(rate);
}

/** A segment's name; the empty one holds the customers for whom the column is missing. */
export function SegmentName({ name }: { readonly name: string }) {
  return name === '' ? <em class="quiet">Not known</em> : name;
}
