/* Made from the OpenAPI document by frontend/client/generate.ts; not to be edited. */

export type PredictRequest =
  | CustomerInput
  | {
      customers: CustomerInput[];
    };

export interface paths {
  '/api/predict': {
    post: {
      parameters: Record<string, never>;
      requestBody: {
        content: {
          'application/json': PredictRequest;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': PredictAnswer;
          };
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        413: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/uploads': {
    post: {
      parameters: Record<string, never>;
      requestBody: {
        content: {
          'application/json': UploadRequest;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': UploadAnswer;
          };
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        413: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/kpis': {
    get: {
      parameters: {
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Kpis;
          };
        };
        304: {
          content: Record<string, never>;
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/changes': {
    get: {
      parameters: {
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Changes;
          };
        };
        304: {
          content: Record<string, never>;
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/plan': {
    get: {
      parameters: {
        query?: {
          contacts?: number;
          budget?: number;
        };
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Plan;
          };
        };
        304: {
          content: Record<string, never>;
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        404: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/survival': {
    get: {
      parameters: {
        query?: {
          by?: string;
        };
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Survival;
          };
        };
        304: {
          content: Record<string, never>;
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        404: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/risk-distribution': {
    get: {
      parameters: {
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': RiskDistribution;
          };
        };
        304: {
          content: Record<string, never>;
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/segments': {
    get: {
      parameters: {
        query?: {
          by?: string;
        };
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Segments;
          };
        };
        304: {
          content: Record<string, never>;
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/customers': {
    get: {
      parameters: {
        query?: {
          risk?: 'LOW' | 'MEDIUM' | 'HIGH';
          q?: string;
          sort?: 'expectedLoss' | 'priority' | 'churnProbability' | 'customerId';
          cursor?: string;
          limit?: number;
        };
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Customers;
          };
        };
        304: {
          content: Record<string, never>;
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        404: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/customers/{customerId}': {
    get: {
      parameters: {
        path: {
          customerId: string;
        };
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Customer;
          };
        };
        304: {
          content: Record<string, never>;
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        404: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/model': {
    get: {
      parameters: {
        header?: {
          'If-None-Match'?: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': Model;
          };
        };
        304: {
          content: Record<string, never>;
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/definitions': {
    get: {
      parameters: Record<string, never>;
      responses: {
        200: {
          content: {
            'application/json': Definitions;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/runs': {
    get: {
      parameters: Record<string, never>;
      responses: {
        200: {
          content: {
            'application/json': Runs;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/runs/{runId}/quality': {
    get: {
      parameters: {
        path: {
          runId: string;
        };
      };
      responses: {
        200: {
          content: {
            'application/json': RunQuality;
          };
        };
        400: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        401: {
          content: {
            'application/json': GatewayError;
          };
        };
        403: {
          content: {
            'application/json': GatewayError;
          };
        };
        404: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/health': {
    get: {
      parameters: Record<string, never>;
      responses: {
        200: {
          content: {
            'application/json': Health;
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
  '/api/openapi.json': {
    get: {
      parameters: Record<string, never>;
      responses: {
        200: {
          content: {
            'application/json': {
              [k: string]: unknown;
            };
          };
        };
        429: {
          content: {
            'application/json': GatewayError;
          };
        };
        500: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
        503: {
          content: {
            'application/json': ErrorAnswer;
          };
        };
      };
    };
  };
}
export interface CustomerInput {
  [k: string]: string | number | null;
}
export interface PredictAnswer {
  modelVersion: string;
  currency: string;
  predictions: Prediction[];
}
export interface Prediction {
  customerId: string | null;
  churnProbability: number;
  riskLevel: 'LOW' | 'MEDIUM' | 'HIGH';
  expectedLoss: number;
  clv?: number | null;
  /**
   * Expected net gain of contacting them.
   */
  priority?: number | null;
  /**
   * Whether that gain is above 0.
   */
  worthContacting?: boolean | null;
  /**
   * The columns that move this customer's answer most, in both directions, the strongest first.
   */
  reasons: Reason[];
  /**
   * Where reasons start: the model's answer for the mean of its training customers.
   */
  baseProbability?: number;
  /**
   * All columns that `reasons` does not name, together.
   */
  otherColumns?: {
    contribution: number;
    points: number;
  };
  /**
   * What would lower the probability most, one column changed at a time; only in the answer for a single customer.
   */
  changes?: {
    feature: string;
    label: string;
    value: string | number;
    churnProbability: number;
    points: number;
    sentence: string;
  }[];
}
export interface Reason {
  feature: string;
  /**
   * Null where it is not known.
   */
  value: string | number | null;
  /**
   * In log-odds; positive raises the risk.
   */
  contribution: number;
  points?: number;
  /**
   * The column's name for people.
   */
  label?: string;
  /**
   * Plain text: `Contract is Month-to-month: +14 points`.
   */
  sentence?: string;
}
export interface ErrorAnswer {
  error: {
    code: string;
    message: string;
    fields: {
      path: string;
      message: string;
    }[];
  };
  requestId: string;
}
export interface GatewayError {
  message: string;
}
export interface UploadRequest {
  fileName: string;
}
export interface UploadAnswer {
  url: string;
  method: 'PUT';
  /**
   * Signed with the URL: a request without one of them, or with another value, is refused.
   */
  headers: {
    [k: string]: string;
  };
  /**
   * Where the file will be; the runs name it as their `sourceKey`.
   */
  key: string;
  /**
   * ISO 8601 in UTC. The URL may end sooner where the signer's own session does.
   */
  expiresAt: string;
  maxBytes: number;
}
export interface Kpis {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  currency: string;
  horizonMonths: number;
  customers: number;
  activeCustomers: number;
  leftCustomers: number;
  /**
   * left ÷ customers, with Wilson's interval; null for an empty group.
   */
  observedChurnRate: number | null;
  observedChurnRange?: Range | null;
  /**
   * Mean probability of the active customers; null where there are none. Its range is of the share that will leave.
   */
  expectedChurnRate: number | null;
  expectedChurnRange?: Range | null;
  /**
   * Σ churnProbability × monthly charge of the active customers, and what may come of it.
   */
  revenueAtRiskMonthly: number;
  revenueAtRiskRange?: Range;
  /**
   * Mean CLV of the active customers; null where there are none.
   */
  averageClv?: number | null;
  /**
   * Active customers worth contacting, and Σ expected net gain of contacting those.
   */
  contactCustomers?: number;
  contactGain?: number;
  /**
   * Σ churnProbability of the active customers.
   */
  expectedChurners: number;
  monthlyRevenueActive: number;
  /**
   * Σ expectedLoss of the active customers over the horizon.
   */
  expectedLoss: number;
  highRiskCustomers: number;
  /**
   * Differences to the run published before; absent for the first.
   */
  previous?: {
    runId: string;
    asOf: string;
    modelVersion: string;
    /**
     * This run's figure − the previous one's; null where either has none.
     */
    kpis: {
      activeCustomers: number | null;
      expectedChurners: number | null;
      expectedChurnRate: number | null;
      revenueAtRiskMonthly: number | null;
      expectedLoss: number | null;
      highRiskCustomers: number | null;
    };
  };
}
export interface Range {
  lower: number;
  upper: number;
}
export interface Changes {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  changes: RunChanges | null;
}
export interface RunChanges {
  /**
   * The run that was published before it.
   */
  previous: {
    runId: string;
    asOf: string;
    modelVersion: string;
  };
  /**
   * This run's figure − the previous one's; null where either has none.
   */
  kpis: {
    activeCustomers: number | null;
    expectedChurners: number | null;
    expectedChurnRate: number | null;
    revenueAtRiskMonthly: number | null;
    expectedLoss: number | null;
    highRiskCustomers: number | null;
  };
  score: {
    name: string;
    label?: string;
    /**
     * Population stability index.
     */
    psi: number;
    /**
     * Below 0.1, from 0.1, from 0.25 on.
     */
    band: 'stable' | 'shifted' | 'changed';
  };
  /**
   * The columns that both runs have figures of, the most changed first.
   */
  columns: {
    name: string;
    label?: string;
    /**
     * Population stability index.
     */
    psi: number;
    /**
     * Below 0.1, from 0.1, from 0.25 on.
     */
    band: 'stable' | 'shifted' | 'changed';
  }[];
  /**
   * Customers of both runs whose probability moved most, the largest first; absent in very large runs.
   */
  movers?: {
    customerId: string;
    before: number;
    after: number;
  }[];
}
export interface Plan {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  currency: string;
  activeCustomers: number;
  /**
   * Everybody worth contacting.
   */
  optimum: {
    contacts: number;
    cost: number;
    gain: number;
    share: number;
  };
  /**
   * The best within the limit.
   */
  plan: {
    contacts: number;
    cost: number;
    gain: number;
    nextContactGain: number;
    gainPerUnit: number | null;
  };
  /**
   * [share of the active customers contacted, gain], those with the highest gain first.
   */
  curve: [number, number][];
}
export interface Survival {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  overall: SurvivalCurve;
  by?: string;
  segments?: SurvivalCurve[];
}
export interface SurvivalCurve {
  /**
   * Empty over all customers.
   */
  segment: string;
  customers: number;
  left: number;
  steps: [number, number, number, number, number, number][];
}
export interface RiskDistribution {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  currency: string;
  levels: {
    level: 'LOW' | 'MEDIUM' | 'HIGH';
    /**
     * The level holds probabilities in [from, to).
     */
    from: number;
    to: number;
    customers: number;
    expectedLoss: number;
  }[];
  /**
   * Twenty bins of equal width over [0, 1].
   */
  histogram: {
    from: number;
    to: number;
    customers: number;
  }[];
}
export interface Segments {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  currency: string;
  by: string;
  /**
   * What `by` may be, with a name for people.
   */
  dimensions: {
    name: string;
    label: string;
  }[];
  segments: Segment[];
}
export interface Segment {
  /**
   * The column's value; empty where it is missing.
   */
  segment: string;
  customers: number;
  activeCustomers: number;
  leftCustomers: number;
  /**
   * left ÷ customers, with Wilson's interval; null for an empty group.
   */
  observedChurnRate: number | null;
  observedChurnRange?: Range | null;
  /**
   * Mean probability of the active customers; null where there are none. Its range is of the share that will leave.
   */
  expectedChurnRate: number | null;
  expectedChurnRange?: Range | null;
  /**
   * Σ churnProbability × monthly charge of the active customers, and what may come of it.
   */
  revenueAtRiskMonthly: number;
  revenueAtRiskRange?: Range;
  /**
   * Mean CLV of the active customers; null where there are none.
   */
  averageClv?: number | null;
  /**
   * Active customers worth contacting, and Σ expected net gain of contacting those.
   */
  contactCustomers?: number;
  contactGain?: number;
  expectedLoss: number;
  highRiskCustomers: number;
}
export interface Customers {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  currency: string;
  customers: ScoredCustomer[];
  /**
   * Absent on the last page. A cursor stays with the run it was made for.
   */
  nextCursor?: string;
}
export interface ScoredCustomer {
  customerId: string;
  status: 'active' | 'left';
  churnProbability: number;
  riskLevel: 'LOW' | 'MEDIUM' | 'HIGH';
  monthlyCharge: number;
  tenureMonths: number;
  expectedLoss: number;
  clv?: number | null;
  /**
   * Expected net gain of contacting them.
   */
  priority?: number | null;
  /**
   * Whether that gain is above 0.
   */
  worthContacting?: boolean | null;
  /**
   * The segment columns' values.
   */
  segments: {
    [k: string]: string;
  };
  /**
   * Of a single customer, where they were worked out.
   */
  reasons?: Reason[];
}
export interface Customer {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  currency: string;
  customer: ScoredCustomer;
}
export interface Model {
  /**
   * The published run that the figures belong to.
   */
  runId: string;
  /**
   * When the run was published.
   */
  asOf: string;
  /**
   * The model that scored the run.
   */
  modelVersion: string;
  /**
   * Of EMPC and profits.
   */
  currency: string;
  algorithm: string;
  trainedAt: string;
  /**
   * Of the chosen candidate.
   */
  rocAuc: {
    mean: number;
    lower: number;
    upper: number;
  };
  chosen: {
    name: string;
    reason: string;
    fitted?: {
      [k: string]: number;
    };
  };
  /**
   * In the trainer's order, from the simplest to the most complex.
   */
  candidates: {
    name: string;
    algorithm: 'logistic-regression' | 'random-forest' | 'gradient-boosting';
    parameters: {
      [k: string]: number | string | boolean;
    };
    rocAuc: {
      mean: number;
      lower: number;
      upper: number;
    };
    prAuc?: number;
    logLoss: number;
    brier: number;
    expectedCalibrationError: number;
    calibrationInTheLarge?: number;
    topDecileLift: number;
    empc?: number;
    eta?: number;
    profitOptimum?: {
      share: number;
      profit: number;
    };
    fitDurationMs: number;
    chosen: boolean;
  }[];
  benchmarks?: {
    oneRule: {
      column: string;
      rocAuc: number;
      topDecileLift: number;
      empc: number;
      label: string;
    };
    random: {
      rocAuc: number;
      topDecileLift: number;
      empc: number;
    };
  };
  /**
   * Of the chosen candidate on customers it was not fitted on; see the metadata for their axes.
   */
  curves: {
    roc: [number, number][];
    precisionRecall?: [number, number][];
    calibration: [number, number][];
    lift: [number, number][];
    profit?: [number, number][];
  };
  importance: {
    column: string;
    label: string;
    rocAucDrop: number;
  }[];
  /**
   * Columns that the model does not read, since each alone tells who left; empty where none does.
   */
  leaks?: {
    column: string;
    label: string;
    rocAuc: number;
  }[];
  promotion?: ModelPromotion;
  /**
   * The model that the published run trained itself, where it was not good enough to score the run.
   */
  challenger?: {
    modelVersion: string;
    algorithm: string;
    trainedAt: string;
    promotion: ModelPromotion;
  };
  campaign?: {
    clv: number;
    offerCost: number;
    contactCost: number;
    alpha: number;
    beta: number;
  };
  calibration: 'none' | 'platt' | 'isotonic';
  validation: {
    split?: 'random' | 'latest';
    folds: number;
    repeats: number;
  };
  /**
   * There where the model was trained on a sample of the labelled customers.
   */
  sampling?: {
    rows: number;
    left: number;
    ofRows: number;
    ofLeft: number;
    seed: number;
    reason: string;
  };
  /**
   * The run that the model was trained on; an older one than the published run where its champion still stands.
   */
  trainedOn: {
    runId: string;
    dataSha256: string;
    labelled: number;
    left: number;
  };
  seed: number;
  codeVersion: string;
}
export interface ModelPromotion {
  decision: 'champion' | 'challenger';
  /**
   * One sentence for people.
   */
  reason: string;
  /**
   * The version that stood; absent, as all below, where there was none to compare with.
   */
  against?: string;
  /**
   * Customers whom neither model had been fitted on, the same for both.
   */
  comparedRows?: number;
  /**
   * On them.
   */
  rocAuc?: number;
  againstRocAuc?: number;
  /**
   * By how much the new ROC-AUC is above the standing one, with its 95 % interval (± 1.96 standard errors).
   */
  lead?: {
    mean: number;
    lower: number;
    upper: number;
  };
}
export interface Definitions {
  definitions: {
    id: string;
    name: string;
    /**
     * In words.
     */
    formula: string;
    unit: string;
    source: string;
  }[];
}
export interface Runs {
  runs: {
    runId: string;
    state:
      | 'received'
      | 'cleaning'
      | 'building-features'
      | 'training'
      | 'scoring'
      | 'published'
      | 'superseded'
      | 'failed';
    sourceKey: string;
    receivedAt: string;
    updatedAt: string;
    customers: number | null;
    rejectedRows: number | null;
    modelVersion: string | null;
    failure: {
      stage: 'ingest' | 'clean' | 'features' | 'train' | 'score';
      code: string;
      message: string;
      retryable: boolean;
    } | null;
    /**
     * Of the stage under way.
     */
    progress?: {
      stage: 'ingest' | 'clean' | 'features' | 'train' | 'score';
      rowsDone: number;
      rowsTotal?: number;
    };
    published: boolean;
  }[];
}
export interface RunQuality {
  runId: string;
  delimiter: string;
  encoding?: 'utf-8' | 'windows-1252';
  rowsRead: number;
  rowsKept: number;
  rowsRejected: number;
  duplicatesDropped: number;
  labelled: number;
  left: number;
  rejectedByReason: {
    [k: string]: number;
  };
  columns: {
    name: string;
    type: 'numeric' | 'category';
    missing: number;
    invalid: number;
    unexpected: number;
  }[];
  ignoredColumns: string[];
  leakingColumns?: {
    column: string;
    rocAuc: number;
  }[];
}
export interface Health {
  status: 'ok';
}
