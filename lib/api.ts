import { Duration, Fn } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { type ApiScope, scopeName } from './api-scope.ts';
import { ChurnFunction, type FunctionDefaults } from './churn-function.ts';
import type { DataLake } from './data-lake.ts';
import type { Identity } from './identity.ts';
import type { InsightsStore } from './insights-store.ts';
import type { OnnxRuntimeLayer } from './onnxruntime-layer.ts';

export interface ApiProps extends FunctionDefaults {
  readonly lake: DataLake;
  readonly store: InsightsStore;
  readonly onnxRuntime: OnnxRuntimeLayer;
  readonly identity: Identity;
}

/** What everybody may ask. */
const PUBLIC_ROUTES = ['/api/health'] as const;

/** Every read of the dashboard; functions/insights answers them all. */
const INSIGHTS_ROUTES = [
  '/api/kpis',
  '/api/changes',
  '/api/definitions',
  '/api/plan',
  '/api/survival',
  '/api/risk-distribution',
  '/api/segments',
  '/api/customers',
  '/api/customers/{customerId}',
  '/api/model',
  '/api/runs',
  '/api/runs/{runId}/quality',
] as const;

/** Requests a second, and at once after a rest, of each route that is not named below. */
const THROTTLING = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };
/** By route key, in CloudFormation's own spelling, which CDK passes on as it is. */
const ROUTE_THROTTLING = {
  'POST /api/predict': { ThrottlingRateLimit: 300, ThrottlingBurstLimit: 600 },
  'GET /api/health': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
};

/** The HTTP API: predictions of single customers, and what the dashboard reads. Who calls must be signed in. */
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
      .useLake(props.lake, { read: ['runs/', 'clean/', 'models/'], write: [] })
      .useInsightsStore(props.store);

    // A route that says nothing of who may call it is for administrators alone.
    this.#api = new HttpApi(this, 'HttpApi', {
      description: 'Churn and revenue',
      createDefaultStage: true,
      defaultAuthorizer: props.identity.authorizer,
      defaultAuthorizationScopes: [scopeName('admin')],
    });
    this.#routes('predict', HttpMethod.POST, ['/api/predict'], predict);
    this.#routes('read', HttpMethod.GET, INSIGHTS_ROUTES, insights);
    this.#routes('public', HttpMethod.GET, PUBLIC_ROUTES, insights);
    this.#throttle();
    this.endpoint = this.#api.apiEndpoint;
    this.functions = [predict, insights];
  }

  /** The API's host name, as an origin wants it. */
  get domainName(): string {
    return Fn.select(2, Fn.split('/', this.endpoint));
  }

  #routes(
    who: ApiScope | 'public',
    method: HttpMethod,
    paths: readonly string[],
    target: ChurnFunction,
  ): void {
    const integration = new HttpLambdaIntegration(`${target.node.id}Integration`, target);
    const access =
      who === 'public'
        ? { authorizer: new HttpNoneAuthorizer(), authorizationScopes: [] }
        : { authorizationScopes: [scopeName(who)] };
    for (const path of paths) this.#api.addRoutes({ path, methods: [method], integration, ...access });
  }

  /** A stage cannot have settings of a route that is not there yet. */
  #throttle(): void {
    const stage = this.#api.defaultStage?.node.defaultChild;
    if (!(stage instanceof CfnStage)) throw new Error('The API has no default stage.');
    stage.defaultRouteSettings = THROTTLING;
    stage.routeSettings = ROUTE_THROTTLING;
    for (const child of this.#api.node.children) {
      if (child instanceof HttpRoute) stage.node.addDependency(child);
    }
  }
}
