import { Duration, Fn } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { API_ROUTES, type RouteAccess } from '#core/api/routes.ts';
import { scopeName } from './api-scope.ts';
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

/** Requests a second, and at once after a rest, of each route that is not named below. */
const THROTTLING = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };
/** By route key, in CloudFormation's own spelling, which CDK passes on as it is. */
const ROUTE_THROTTLING = {
  'POST /api/predict': { ThrottlingRateLimit: 300, ThrottlingBurstLimit: 600 },
  'POST /api/uploads': { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 50 },
  'GET /api/openapi.json': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
  'GET /api/health': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
};

/**
 * The HTTP API: predictions of single customers, what the dashboard reads, and where to put files. Who calls must be
 * signed in. No answer has a CORS header: pages of other origins have no part in it.
 */
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
      semiSpaceMb: 64,
      layers: [props.onnxRuntime.layer],
    }).useLake(props.lake, { read: ['models/'], write: [] });
    const insights = new ChurnFunction(this, 'Insights', {
      ...props,
      name: 'insights',
      description: 'GET /api/*: the published run for the dashboard',
      timeout: Duration.seconds(29),
      memoryMb: 512,
    })
      .useLake(props.lake, { read: ['runs/', 'clean/', 'models/', 'config/'], write: [] })
      .useInsightsStore(props.store);

    const uploads = new ChurnFunction(this, 'Uploads', {
      ...props,
      name: 'uploads',
      description: 'POST /api/uploads: where to put a file',
      timeout: Duration.seconds(10),
      memoryMb: 256,
    }).useUploads(props.lake);

    // A route that says nothing of who may call it is for administrators alone.
    this.#api = new HttpApi(this, 'HttpApi', {
      description: 'Churn and revenue',
      createDefaultStage: true,
      defaultAuthorizer: props.identity.authorizer,
      defaultAuthorizationScopes: [scopeName('admin')],
    });
    this.#addRoutes({ predict, admin: uploads, read: insights, public: insights });
    this.#throttle();
    this.endpoint = this.#api.apiEndpoint;
    this.functions = [predict, insights, uploads];
  }

  /** The API's host name, as an origin wants it. */
  get domainName(): string {
    return Fn.select(2, Fn.split('/', this.endpoint));
  }

  /** Each route goes to the function of those who may call it. */
  #addRoutes(functions: Readonly<Record<RouteAccess, ChurnFunction>>): void {
    const integrations = new Map(
      [...new Set(Object.values(functions))].map((target) => [
        target,
        new HttpLambdaIntegration(`${target.node.id}Integration`, target),
      ]),
    );
    for (const { method, path, access } of API_ROUTES) {
      this.#api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations.get(functions[access])!,
        ...(access === 'public'
          ? { authorizer: new HttpNoneAuthorizer(), authorizationScopes: [] }
          : { authorizationScopes: [scopeName(access)] }),
      });
    }
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
