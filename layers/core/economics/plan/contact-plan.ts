/** Whom to contact under a limit, as sums. Amounts in the schema's currency. */
export interface ContactPlan {
  readonly contacts: number;
  /** What contacting them is expected to cost; see contactCostOf. */
  readonly cost: number;
  /** What it is expected to gain beyond that; see contactGainOf. */
  readonly gain: number;
  /** The gain of the next customer whom the limit leaves out; 0 where all worth contacting are in the plan. */
  readonly nextContactGain: number;
  /** The plan's shadow price: what one more unit of money would gain. 0 where the limit does not bind, null where a contact is free. */
  readonly gainPerUnit: number | null;
}

/** A limit on a plan, one of the two; without either it takes everybody worth contacting. */
export type PlanLimit =
  | { readonly contacts: number; readonly budget?: undefined }
  | { readonly contacts?: undefined /** Of expected spending. */; readonly budget?: number | undefined };
