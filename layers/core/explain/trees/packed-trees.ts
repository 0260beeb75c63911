import { DataError } from '../../errors.ts';
import { fromBase64, toBase64 } from '../base64.ts';
import type { PackedTreesDocument } from '../explainer-document.ts';

/** `feature` of a leaf. */
export const LEAF = 0xffff;

/**
 * Trees one after another, each in preorder: a node, then all of its lower side (feature ≤ threshold), then its upper
 * side. So the order says what lies below what, and nothing else has to.
 */
export interface PackedTrees {
  /** How many trees there are. */
  readonly count: number;
  /** Of each entry: the position of a node's feature, or LEAF. */
  readonly feature: Uint16Array;
  /** Of each entry: the threshold of a node, the value of a leaf. */
  readonly number: Float32Array;
  /** Background rows that reach each leaf, in the order of the leaves. */
  readonly leafCover: Uint32Array;
}

/** The trees as JSON can hold them. */
export function packedTreesDocument({ count, feature, number, leafCover }: PackedTrees): PackedTreesDocument {
  return { count, feature: toBase64(feature), number: toBase64(number), leafCover: toBase64(leafCover) };
}

/**
 * The trees that a document holds.
 * @param featureCount Features that the trees may test.
 * @throws DataError `EXPLAINER_INVALID` where the arrays do not fit one another.
 */
export function packedTreesFrom(document: PackedTreesDocument, featureCount: number): PackedTrees {
  const feature = new Uint16Array(fromBase64(document.feature, Uint16Array.BYTES_PER_ELEMENT));
  const number = new Float32Array(fromBase64(document.number, Float32Array.BYTES_PER_ELEMENT));
  const leafCover = new Uint32Array(fromBase64(document.leafCover, Uint32Array.BYTES_PER_ELEMENT));
  const leaves = feature.reduce((count, each) => count + (each === LEAF ? 1 : 0), 0);
  const isWhole = number.length === feature.length && leafCover.length === leaves;
  if (!isWhole || feature.some((each) => each !== LEAF && each >= featureCount))
    throw new DataError('EXPLAINER_INVALID', 'The trees of the explainer are not whole.');
  return { count: document.count, feature, number, leafCover };
}
