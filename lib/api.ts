import { Duration, Fn } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { ChurnFunction, type FunctionDefaults } from './churn-function.ts';
import type { DataLake } from './data-lake.ts';
import type { InsightsStore } from './insights-store.ts';
import type { OnnxRuntimeLayer } from './onnxruntime-layer.ts';

export interface ApiProps extends FunctionDefaults {
  readonly lake: DataLake;
  readonly store: InsightsStore;
  readonly onnxRuntime: OnnxRuntimeLayer;
}

/** Every read of the dashboard; functions/insights answers them all. */
const INSIGHTS_ROUTES = [
  '/api/health',
  '/api/kpis',
  '/api/risk-distribution',
  '/api/segments',
  '/api/customers',
  '/api/customers/{customerId}',
  '/api/model',
  '/api/runs',
  '/api/runs/{runId}/quality',
] as const;

/** The HTTP API: predictions of single customers, and what the dashboard reads. */
export class Api extends Construct {
  /** `https://host`, without a slash at its end. */
  readonly endpoint: string;
  readonly functions: readonly ChurnFunction[];
  readonly #api: HttpApi;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const predict = new ChurnFunction(this, 'Predict', {
      ...props,
      name: 'predict',
      description: 'POST /api/predict: probability, risk, expected loss and reasons',
      timeout: Duration.seconds(15),
      memoryMb: 1769,
      layers: [props.onnxRuntime.layer],
    }).useLake(props.lake, { read: ['models/'], write: [] });
    const insights = new ChurnFunction(this, 'Insights', {
      ...props,
      name: 'insights',
      description: 'GET /api/*: the published run for the dashboard',
      timeout: Duration.seconds(29),
      memoryMb: 512,
    })
      .useLake(props.lake, { read: ['runs/', 'clean/'], write: [] })
      .useInsightsStore(props.store);

    this.#api = new HttpApi(this, 'HttpApi', { description: 'Churn and revenue', createDefaultStage: true });
    this.#throttle();
    this.#routes(HttpMethod.POST, ['/api/predict'], predict);
    this.#routes(HttpMethod.GET, INSIGHTS_ROUTES, insights);
    this.endpoint = this.#api.apiEndpoint;
    this.functions = [predict, insights];
  }

  /** The API's host name, as an origin wants it. */
  get domainName(): string {
    return Fn.select(2, Fn.split('/', this.endpoint));
  }

  #routes(method: HttpMethod, paths: readonly string[], target: ChurnFunction): void {
    const integration = new HttpLambdaIntegration(`${target.node.id}Integration`, target);
    for (const path of paths) this.#api.addRoutes({ path, methods: [method], integration });
  }

  #throttle(): void {
    const stage = this.#api.defaultStage?.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error('The API has no default stage.');
    stage.defaultRouteSettings = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };
  }
}
