import { ChurnError } from '../errors.ts';
import { MIN_LABELLED_ROWS } from './labelled-rows.ts';
import type { TableShape } from './training-size.ts';

const MIB = 2 ** 20;
/** The process, its threads, the ONNX runtime and what few rows need for many repeats. */
const FIXED_MIB = 400;
/** Histograms and what the learners keep of a column. */
const MIB_A_NUMERIC_COLUMN = 0.8;
/** Label, customer's hash, numbers of rows, folds, out-of-fold predictions and the list of the customers trained on. */
const BYTES_A_ROW = 49;
const BYTES_A_DAY = 4;
const BYTES_A_NUMBER = 4;
const BYTES_OF_A_WIDE_CATEGORY = 4;

/** This share of a machine's memory is planned with: a process that needs more than there is is killed without a word. */
const PLANNED_SHARE = 0.6;

/**
 * The peak of the resident memory of a training, in MiB: the table, and for each thread the columns of the fit it is
 * at, numbers as float32 and categories as one byte. Derived from the arrays that the learners make; its constants are
 * measured by `bench train --only stage`. The texts of columns with very many values come on top.
 */
export function trainingMemoryMib(rows: number, shape: TableShape, threads: number): number {
  return fixedMib(shape) + (rows * bytesPerRow(shape, threads)) / MIB;
}

/** The most labelled rows that a machine's memory holds, 0 where the process alone fills it. */
export function rowsInMemory(memoryMib: number, shape: TableShape, threads: number): number {
  const freeMib = memoryMib * PLANNED_SHARE - fixedMib(shape);
  return Math.max(0, Math.floor((freeMib * MIB) / bytesPerRow(shape, threads)));
}

/**
 * As rowsInMemory, for who is about to train.
 * @throws ChurnError `TRAINING_MEMORY_TOO_SMALL` where they are too few to train on
 */
export function mostTrainingRows(memoryMib: number, shape: TableShape, threads: number): number {
  const rows = rowsInMemory(memoryMib, shape, threads);
  if (rows >= MIN_LABELLED_ROWS) return rows;
  const message = `${memoryMib} MiB are too few to train on a table of ${columnsOf(shape)} columns.`;
  throw new ChurnError('TRAINING_MEMORY_TOO_SMALL', message);
}

function fixedMib({ numericColumns }: TableShape): number {
  return FIXED_MIB + MIB_A_NUMERIC_COLUMN * numericColumns;
}

function bytesPerRow(shape: TableShape, threads: number): number {
  const { numericColumns, narrowCategories, wideCategories, hasDate } = shape;
  const table =
    BYTES_A_NUMBER * numericColumns + narrowCategories + BYTES_OF_A_WIDE_CATEGORY * wideCategories;
  const fit = BYTES_A_NUMBER * numericColumns + narrowCategories + wideCategories;
  return BYTES_A_ROW + (hasDate ? BYTES_A_DAY : 0) + table + threads * fit;
}

function columnsOf({ numericColumns, narrowCategories, wideCategories }: TableShape): number {
  return numericColumns + narrowCategories + wideCategories;
}
