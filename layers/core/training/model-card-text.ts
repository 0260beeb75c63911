import type { FairnessGroup } from '../lake/fairness-document.ts';
import type { ModelCard } from './model-card.ts';

/** `models/<version>/card.md`: the card as Markdown. */
export function modelCardText(card: ModelCard): string {
  const { model, data } = card;
  return [
    `# Model card: ${inline(model.version)}`,
    section('Model', [
      `Trained ${model.trainedAt} by code ${inline(model.codeVersion)}: ${model.algorithm}, calibration ${model.calibration}.`,
      `Chosen because: ${inline(model.whyChosen)}`,
      `model.onnx has the SHA-256 ${model.onnxSha256}.`,
    ]),
    section('Intended use', card.intendedUse),
    section('Not for', card.notFor),
    section('Data', [
      `${inline(data.name)}, run ${data.runId}, SHA-256 ${data.sha256}.`,
      `${data.labelled} labelled customers, ${data.left} of whom left.`,
      ...(data.sampling === undefined
        ? []
        : [`They are a sample: ${inline(data.sampling.reason)} Seed ${data.sampling.seed}.`]),
      `Columns: ${names(data.columns)}.`,
      `Left out because they alone tell who left: ${names(data.leftOut)}.`,
      `Sensitive: ${names(data.sensitive)}. The model reads them unless the schema leaves them out.`,
    ]),
    section('Metrics', metricLines(card)),
    section('Money', moneyLines(card)),
    ...card.fairness.map(({ label, groups }) => `## Fairness: ${inline(label)}\n\n${groupTable(groups)}`),
    section('Limits', card.limits),
    '',
  ].join('\n\n');
}

function metricLines({ metrics, validation }: ModelCard): string[] {
  const { rocAuc, logLoss, brier, expectedCalibrationError, topDecileLift } = metrics;
  const how =
    validation.folds === 1 ? 'a held-out part' : `${validation.folds} folds, ${validation.repeats} times`;
  return [
    `All of customers the model was not fitted on: ${how}.`,
    `ROC-AUC ${rocAuc.mean.toFixed(3)} (95 %: ${rocAuc.lower.toFixed(3)} to ${rocAuc.upper.toFixed(3)}), lift of the top tenth ${topDecileLift.toFixed(2)}.`,
    `Log-loss ${logLoss.toFixed(4)}, Brier score ${brier.toFixed(4)}, calibration error ${expectedCalibrationError.toFixed(4)}, predicted ÷ observed ${figure(metrics.calibrationInTheLarge ?? null)}.`,
  ];
}

function moneyLines({ money: { currency, rule, bestThreshold } }: ModelCard): string[] {
  return [
    `Contacting each customer by their own worth: ${rule.profit.toFixed(2)} ${currency} per customer, ${percent(rule.share)} contacted.`,
    bestThreshold === null
      ? 'No single threshold earns anything.'
      : `Contacting above the best single threshold, ${bestThreshold.threshold.toFixed(3)}: ${bestThreshold.profit.toFixed(2)} ${currency}, ${percent(bestThreshold.share)} contacted.`,
    'All with the acceptance that the schema assumes.',
  ];
}

function groupTable(groups: readonly FairnessGroup[]): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    row([
      'Group',
      'Customers',
      'Left',
      'ROC-AUC',
      'Predicted ÷ observed',
      'Contacted',
      'Stayers contacted',
      'Leavers missed',
    ]),
    row(['---', '--:', '--:', '--:', '--:', '--:', '--:', '--:']),
    ...groups.map((group) =>
      row([
        group.group === '' ? '(not known)' : inline(group.group),
        group.customers,
        group.left,
        figure(group.rocAuc),
        figure(group.calibration),
        percent(group.contacted),
        percent(group.falsePositiveRate),
        percent(group.falseNegativeRate),
      ]),
    ),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]) =>
  `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
const figure = (value: number | null) => (value === null ? 'not known' : value.toFixed(3));
const percent = (share: number | null) => (share === null ? 'not known' : `${(share * 100).toFixed(1)} %`);
const names = (all: readonly string[]) => (all.length === 0 ? 'none' : all.map(inline).join(', '));

/** Text of others as plain text: no markup, no cell or line of its own. */
function inline(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&').replace(/\s+/g, ' ');
}
