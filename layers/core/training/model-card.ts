import type { PolicyOutcome, ThresholdOutcome } from '../evaluation/contact-policies.ts';
import type { ModelMetadata, Sampling } from '../lake/documents.ts';
import type { Fairness } from '../lake/fairness-document.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';

/** What ways of choosing whom to contact would have earned, out of fold. */
export interface CardMoney {
  readonly currency: string;
  readonly rule: PolicyOutcome;
  /** Chosen with hindsight; null where none earns anything. */
  readonly bestThreshold: ThresholdOutcome | null;
}

/** `models/<version>/card.json`: what must be known before a model is used. */
export interface ModelCard {
  readonly model: {
    readonly version: string;
    readonly trainedAt: string;
    readonly algorithm: string;
    readonly calibration: string;
    readonly codeVersion: string;
    readonly onnxSha256: string;
    readonly whyChosen: string;
  };
  readonly intendedUse: readonly string[];
  readonly notFor: readonly string[];
  readonly data: {
    readonly name: string;
    readonly runId: string;
    readonly sha256: string;
    readonly labelled: number;
    readonly left: number;
    /** There where the model was trained on a sample. */
    readonly sampling?: Sampling;
    readonly columns: readonly string[];
    readonly leftOut: readonly string[];
    readonly sensitive: readonly string[];
  };
  /** Out of fold. */
  readonly metrics: Pick<
    ModelMetadata['candidates'][number],
    | 'rocAuc'
    | 'logLoss'
    | 'brier'
    | 'expectedCalibrationError'
    | 'topDecileLift'
    | 'empc'
    | 'calibrationInTheLarge'
  >;
  readonly validation: ModelMetadata['crossValidation'];
  readonly money: CardMoney;
  readonly fairness: Fairness;
  readonly limits: readonly string[];
}

const INTENDED_USE = [
  'To rank a company’s own customers by their chance of leaving and to plan retention offers within a budget.',
  'To estimate revenue at risk and expected loss over the schema’s horizon.',
];
const NOT_FOR = [
  'Decisions that take something from a customer: prices, credit or service by a score.',
  'Customers of another company or product than those it was trained on.',
];

/** The card of a trained model. */
export function modelCard(
  metadata: ModelMetadata,
  schema: SchemaDocument,
  { bestThreshold, ...money }: CardMoney,
): ModelCard {
  const chosen = metadata.candidates.find(({ name }) => name === metadata.chosen.name)!;
  const { rocAuc, logLoss, brier, expectedCalibrationError, topDecileLift, empc, calibrationInTheLarge } =
    chosen;
  return {
    model: {
      version: metadata.modelVersion,
      trainedAt: metadata.trainedAt,
      algorithm: chosen.algorithm,
      calibration: metadata.calibration.method,
      codeVersion: metadata.codeVersion,
      onnxSha256: metadata.onnxSha256,
      whyChosen: metadata.chosen.reason,
    },
    intendedUse: INTENDED_USE,
    notFor: NOT_FOR,
    data: {
      name: schema.name,
      runId: metadata.runId,
      sha256: metadata.dataSha256,
      ...metadata.rows,
      ...(metadata.sampling === undefined ? {} : { sampling: metadata.sampling }),
      columns: schema.columns.map(({ name }) => name),
      leftOut: (metadata.leaks ?? []).map(({ column }) => column),
      sensitive: schema.columns.filter(({ sensitive }) => sensitive).map(({ name }) => name),
    },
    metrics: {
      rocAuc,
      logLoss,
      brier,
      expectedCalibrationError,
      topDecileLift,
      ...(empc === undefined ? {} : { empc }),
      ...(calibrationInTheLarge === undefined ? {} : { calibrationInTheLarge }),
    },
    validation: metadata.crossValidation,
    money: {
      ...money,
      bestThreshold: bestThreshold !== null && bestThreshold.share > 0 ? bestThreshold : null,
    },
    fairness: metadata.fairness ?? [],
    limits: limitsOf(metadata, schema),
  };
}

function limitsOf(
  { crossValidation, rows }: ModelMetadata,
  { economics }: SchemaDocument,
): readonly string[] {
  const { alpha, beta } = economics.acceptancePrior;
  return [
    'It tells who is likely to leave, not whom an offer would change: that needs a campaign with a random part left out.',
    `That a contacted leaver accepts with a chance of ${((100 * alpha) / (alpha + beta)).toFixed(0)} % is an assumption of the schema.`,
    `CLV counts ${economics.horizonMonths} months at the present charge and a margin of ${(economics.margin * 100).toFixed(0)} %.`,
    crossValidation.split === 'latest'
      ? 'It was tested on the latest days; it says nothing of seasons that the data lack.'
      : 'It was tested on customers of the same time, not of a later one: customers may change meanwhile.',
    `It has seen ${rows.left} customers leave; groups with few of them are predicted less surely.`,
  ];
}
