import type { ByteBuffer } from '#core/csv/byte-buffer.ts';
import { COMMA } from '#core/csv/characters.ts';
import { writeFloat64, writeInteger } from '#core/csv/decimal-writer.ts';
import { ChurnError } from '#core/errors.ts';
import type { Reason } from '#core/explain/reasons.ts';
import type { RowTexts } from './row-texts.ts';
import { CONTRIBUTION_STEPS, POINT_STEPS } from './stored-reasons.ts';

const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;
/** In bytes; the weakest reasons of a customer with very long names and values are left out. */
const LONGEST_REASONS = 4000;
/** Room for what is no text in a reason: brackets, commas and three numbers. */
const NUMBERS_BYTES = 100;

/** A name that is a text of the part's, and its values that are. */
interface KnownFeature {
  readonly number: number;
  readonly byValue: Map<string, number>;
}

/** Writes customers' reasons as JSON texts for their column; see StoredReasons. */
export class ReasonsEncoder {
  readonly #texts: RowTexts;
  readonly #features = new Map<string, KnownFeature>();

  constructor(texts: RowTexts) {
    this.#texts = texts;
  }

  /**
   * Adds as many of the strongest as there is room for.
   * @throws ChurnError `ROW_NOT_STORABLE` for NaN and infinities
   */
  write(out: ByteBuffer, reasons: readonly Reason[]): void {
    const start = out.length;
    out.reserve(2);
    out.byte(OPENING_BRACKET);
    for (let index = 0; index < reasons.length; index++) {
      const { length } = out;
      out.reserve(NUMBERS_BYTES);
      if (index > 0) out.byte(COMMA);
      this.#writeOne(out, reasons[index]!);
      if (out.length - start < LONGEST_REASONS) continue;
      out.length = length;
      break;
    }
    out.byte(CLOSING_BRACKET);
  }

  #writeOne(out: ByteBuffer, { feature, value, contribution, points }: Reason): void {
    const [weight, share] = [stepsOf(contribution, CONTRIBUTION_STEPS), stepsOf(points, POINT_STEPS)];
    const known = this.#features.get(feature) ?? this.#addFeature(feature);
    out.byte(OPENING_BRACKET);
    if (known !== undefined) this.#writeKnown(out, known, feature, value);
    else out.text(`${JSON.stringify(feature)},${JSON.stringify(value)}`);
    out.reserve(NUMBERS_BYTES);
    out.byte(COMMA);
    if (known !== undefined) writeInteger(out, weight);
    else writeFloat64(out, weight / CONTRIBUTION_STEPS);
    out.byte(COMMA);
    if (known !== undefined) writeInteger(out, share);
    else writeFloat64(out, share / POINT_STEPS);
    out.byte(CLOSING_BRACKET);
  }

  #writeKnown(
    out: ByteBuffer,
    { number, byValue }: KnownFeature,
    feature: string,
    value: Reason['value'],
  ): void {
    if (typeof value !== 'string') {
      writeInteger(out, number);
      out.byte(COMMA);
      if (value === null) out.text('null');
      else writeFloat64(out, value);
      return;
    }
    const pair = byValue.get(value) ?? this.#addValue(feature, value, byValue);
    if (pair !== undefined) writeInteger(out, pair);
    else out.text(`${number},${JSON.stringify(value)}`);
  }

  #addFeature(feature: string): KnownFeature | undefined {
    const number = this.#texts.numberOf(JSON.stringify([feature]));
    if (number === undefined) return undefined;
    const known = { number, byValue: new Map<string, number>() };
    this.#features.set(feature, known);
    return known;
  }

  #addValue(feature: string, value: string, byValue: Map<string, number>): number | undefined {
    const number = this.#texts.numberOf(JSON.stringify([feature, value]));
    if (number !== undefined) byValue.set(value, number);
    return number;
  }
}

function stepsOf(value: number, steps: number): number {
  const rounded = Math.round(value * steps);
  if (Number.isFinite(rounded)) return rounded;
  throw new ChurnError('ROW_NOT_STORABLE', `A reason weighs ${value}.`);
}
