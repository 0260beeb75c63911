/** Neighbouring rows in order of their score, with what became of them. */
export interface Block {
  readonly rows: number;
  readonly left: number;
  readonly scoreSum: number;
}

/**
 * Joins neighbours until no two of them violate what is asked, in one pass over a stack; where neighbours are joined,
 * those before them are looked at again. With a rate of leaving that does not rise as violation this is isotonic
 * regression.
 * Source: Ayer et al., "An empirical distribution function for sampling with incomplete information" (1955).
 */
export function poolAdjacentViolators(
  blocks: readonly Block[],
  areViolators: (lower: Block, upper: Block) => boolean,
): readonly Block[] {
  const stack: Block[] = [];
  for (const block of blocks) {
    let last = block;
    for (let top = stack.at(-1); top !== undefined && areViolators(top, last); top = stack.at(-1)) {
      last = joined(top, last);
      stack.pop();
    }
    stack.push(last);
  }
  return stack;
}

/** Joins neighbours from the left until each block has at least `minRows`; what is left over joins the last. */
export function joinSmallBlocks(blocks: readonly Block[], minRows: number): readonly Block[] {
  const large: Block[] = [];
  let open: Block | undefined;
  for (const block of blocks) {
    open = open === undefined ? block : joined(open, block);
    if (open.rows < minRows) continue;
    large.push(open);
    open = undefined;
  }
  if (open !== undefined) large.push(large.length === 0 ? open : joined(large.pop()!, open));
  return large;
}

/** Joins the two neighbours that have the fewest rows together, again and again, until `maxBlocks` are left. */
export function joinDownTo(blocks: readonly Block[], maxBlocks: number): readonly Block[] {
  const left = [...blocks];
  while (left.length > maxBlocks) {
    let fewest = 0;
    const rowsAt = (index: number) => left[index]!.rows + left[index + 1]!.rows;
    for (let index = 1; index + 1 < left.length; index++) if (rowsAt(index) < rowsAt(fewest)) fewest = index;
    left.splice(fewest, 2, joined(left[fewest]!, left[fewest + 1]!));
  }
  return left;
}

function joined(a: Block, b: Block): Block {
  return { rows: a.rows + b.rows, left: a.left + b.left, scoreSum: a.scoreSum + b.scoreSum };
}
