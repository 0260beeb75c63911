/** Customers as the model's graph takes them: every array has `rowCount` entries. */
export interface ModelInput {
  readonly rowCount: number;
  /** By the schema's column names: texts ('' is missing) for categories, numbers (NaN is missing) for numerics. */
  readonly columns: Readonly<Record<string, readonly string[] | Float32Array>>;
}
