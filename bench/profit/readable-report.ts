import type { PolicyOutcome } from '#core/evaluation/contact-policies.ts';
import { textTable } from '../text-table.ts';
import type { ProfitReport } from './profit-figures.ts';

/** The report as a table for people. */
export function readableProfitReport(report: ProfitReport): string {
  const { machine, source, customers, model, currency, averageClv, bestThreshold, fixedThreshold } = report;
  const from = 'file' in source ? source.file : `${source.rows} generated rows`;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const line = (name: string, { share, profit }: PolicyOutcome) => [
    name,
    percent(share),
    profit.toFixed(2),
    percent(profit / report.rule.profit),
  ];
  return [
    `${from}, ${model}; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`,
    textTable([
      ['whom to contact', 'contacted', `${currency} per customer`, 'of the rule'],
      line('each by their own worth', report.rule),
      line(`above ${bestThreshold.threshold.toFixed(3)}, the best threshold`, bestThreshold),
      line(`above ${fixedThreshold.threshold}, fixed`, fixedThreshold),
      line('everybody', report.everybody),
    ]),
    `${customers} customers, each judged by a model not fitted on them; average CLV ${averageClv.toFixed(2)} ${currency};`,
    `expected loss ÷ actual loss ${report.expectedLossOverActual.toFixed(4)}. The best threshold is chosen with hindsight.`,
  ].join('\n');
}
