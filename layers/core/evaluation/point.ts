/** A point of a curve for a chart. */
export type Point = [x: number, y: number];
