import type { Trees } from './forest-model.ts';

/** One forest of all the trees, in the order of the parts. */
export function joinTrees(parts: readonly Trees[]): Trees {
  const nodesOf = ({ feature }: Trees) => feature.length;
  const leavesOf = ({ leafProbability }: Trees) => leafProbability.length;
  const nodes = sum(parts.map(nodesOf));
  const joined: Trees = {
    roots: new Int32Array(sum(parts.map(({ roots }) => roots.length))),
    feature: new Uint16Array(nodes),
    threshold: new Float32Array(nodes),
    lower: new Int32Array(nodes),
    upper: new Int32Array(nodes),
    leafProbability: new Float32Array(sum(parts.map(leavesOf))),
  };
  let [root, node, leaf] = [0, 0, 0];
  for (const part of parts) {
    joined.feature.set(part.feature, node);
    joined.threshold.set(part.threshold, node);
    joined.leafProbability.set(part.leafProbability, leaf);
    moveEntries(part.roots, node, leaf, joined.roots.subarray(root));
    moveEntries(part.lower, node, leaf, joined.lower.subarray(node));
    moveEntries(part.upper, node, leaf, joined.upper.subarray(node));
    root += part.roots.length;
    node += nodesOf(part);
    leaf += leavesOf(part);
  }
  return joined;
}

/** Entries as they are behind so many nodes and leaves of other trees. */
function moveEntries(entries: Int32Array, nodesBefore: number, leavesBefore: number, to: Int32Array): void {
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    to[i] = entry < 0 ? entry - leavesBefore : entry + nodesBefore;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
