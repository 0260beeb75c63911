import { ChurnError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { RowTexts } from './row-texts.ts';
import { checkText, LONGEST_SEGMENT } from './storable.ts';

/**
 * Bytes of a customer's segment values as JSON inside JSON: 201 such rows, the most a page reads, stay below the
 * Data API's 1 MiB an answer.
 */
const LONGEST_SEGMENTS_BYTES = 3_900;
/** Objects that are remembered: customers of the same segments share one. */
const MOST_REMEMBERED = 10_000;

/** Turns customers' segments into numbers of texts. */
export class SegmentsEncoder {
  readonly #texts: RowTexts;
  readonly #remembered = new Map<ScoredRow['segments'], number>();

  constructor(texts: RowTexts) {
    this.#texts = texts;
  }

  /**
   * The number of the segments' JSON text, or that text itself where it is to stay in the row.
   * @param where Says whose they are. @throws ChurnError `ROW_TOO_LONG`, `ROW_NOT_STORABLE`
   */
  encode(segments: ScoredRow['segments'], where: () => string): number | string {
    const remembered = this.#remembered.get(segments);
    if (remembered !== undefined) return remembered;
    const text = segmentsText(segments, where);
    const number = this.#texts.numberOf(text);
    if (number === undefined) return text;
    if (this.#remembered.size === MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(segments, number);
    return number;
  }
}

function segmentsText(segments: ScoredRow['segments'], where: () => string): string {
  for (const [name, value] of Object.entries(segments)) {
    checkText(value, LONGEST_SEGMENT, `segments.${name}`, where);
  }
  const text = JSON.stringify(segments);
  if (Buffer.byteLength(JSON.stringify(text)) <= LONGEST_SEGMENTS_BYTES) return text;
  throw new ChurnError('ROW_TOO_LONG', `segments ${where()} are longer than ${LONGEST_SEGMENTS_BYTES} bytes`);
}
