/** Scores a raw file of the default schema and prints a ScoringRun: scoring-process.ts FILE ONNX THREADS. */
import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import { timedAsync } from '../timing.ts';
import { scoreFile } from './score-file.ts';
import type { ScoringRun } from './scoring-run.ts';

const [file = '', onnx = '', threads = ''] = process.argv.slice(2);
const cpuBefore = process.cpuUsage();
const { result, ms: wallMs } = await timedAsync(() => scoreFile(file, onnx, Number(threads)));
const cpu = process.cpuUsage(cpuBefore);
const { probabilities, label, rejectedRows } = result;
const peakRssMb = process.resourceUsage().maxRSS / 1024;
const run: ScoringRun = {
  wallMs,
  cpuMs: (cpu.user + cpu.system) / 1000,
  peakRssMb,
  scoredRows: probabilities.length,
  rejectedRows,
  rocAuc: rocAuc(rankByScore(probabilities, label)),
};
console.log(JSON.stringify(run));
