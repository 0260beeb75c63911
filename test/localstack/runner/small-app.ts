import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Code, Function as LambdaFunction, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, EventType, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Trigger } from 'aws-cdk-lib/triggers';
import { buildSync } from 'esbuild';

/** Writes in/* in capitals to out/*, fails at what is named poison, answers HTTP, and greets when a trigger calls. */
const HANDLER = `
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
const client = new S3Client({});
const { BUCKET, GREETING } = process.env;
const put = (Key, Body) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
export async function handler(event) {
  if (event.requestContext) return { path: event.rawPath, word: require('word') };
  if (!event.Records) {
    if (GREETING === 'fail') throw new Error('there is nobody to greet');
    await put('greeting.txt', GREETING);
  }
  for (const { s3 } of event.Records ?? []) {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    if (key.includes('poison')) throw new Error('poison');
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    await put(key.replace('in/', 'out/'), (await Body.transformToString()).toUpperCase());
  }
}`;

export interface SmallAppOptions {
  /** What the trigger writes; with `fail` it fails. */
  readonly greeting: string;
  /** A resource type that nobody knows, to be added. */
  readonly unknownType?: string;
}

/** Synthesizes an app with a little of nearly everything into `<folder>/cdk.out`, and returns that folder. */
export function synthesizeSmallApp(folder: string, { greeting, unknownType }: SmallAppOptions): string {
  writeSources(folder);
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const stack = new Stack(app, 'Small');
  const bucket = new Bucket(stack, 'Data', { versioned: true });
  const handler = functionOf(stack, bucket, folder, greeting);
  bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(handler), { prefix: 'in/' });
  new Trigger(stack, 'Greet', { handler, executeAfter: [bucket] });
  addSite(stack, handler, folder);
  new CfnOutput(stack, 'DataBucketName', { value: bucket.bucketName });
  app.synth();
  if (unknownType !== undefined) addUnknown(join(app.outdir, 'Small.template.json'), unknownType);
  return app.outdir;
}

function writeSources(folder: string): void {
  const files = {
    'layer/nodejs/node_modules/word/index.js': "module.exports = 'layered';",
    'site/index.html': '<html>small</html>',
    'site/assets/app.js': 'let x = 1;',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  buildSync({
    stdin: { contents: HANDLER, resolveDir: import.meta.dirname },
    outfile: join(folder, 'code/index.js'),
    ...{ bundle: true, platform: 'node', format: 'cjs', external: ['word'], logLevel: 'silent' },
  });
}

function functionOf(stack: Stack, bucket: Bucket, folder: string, greeting: string): LambdaFunction {
  const handler = new LambdaFunction(stack, 'Handler', {
    code: Code.fromAsset(join(folder, 'code')),
    layers: [new LayerVersion(stack, 'Layer', { code: Code.fromAsset(join(folder, 'layer')) })],
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    memorySize: 256,
    timeout: Duration.seconds(20),
    environment: { BUCKET: bucket.bucketName, GREETING: greeting },
    deadLetterQueue: new Queue(stack, 'Letters'),
    retryAttempts: 0,
  });
  bucket.grantReadWrite(handler);
  return handler;
}

function addSite(stack: Stack, handler: LambdaFunction, folder: string): void {
  const api = new HttpApi(stack, 'Api');
  const integration = new HttpLambdaIntegration('Integration', handler);
  api.addRoutes({ path: '/api/{proxy+}', methods: [HttpMethod.ANY], integration });
  const site = new Bucket(stack, 'Site') as IBucket;
  new Distribution(stack, 'Distribution', {
    defaultRootObject: 'index.html',
    defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(site) },
    additionalBehaviors: {
      '/api/*': {
        origin: new HttpOrigin(Fn.select(2, Fn.split('/', api.apiEndpoint))),
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
    },
  });
  new BucketDeployment(stack, 'Deployment', {
    sources: [Source.asset(join(folder, 'site'))],
    destinationBucket: site,
    cacheControl: [CacheControl.maxAge(Duration.minutes(5))],
  });
}

/** CDK itself warns of such a type, so it is put in afterwards. */
function addUnknown(templateFile: string, type: string): void {
  const template = JSON.parse(readFileSync(templateFile, 'utf8')) as { Resources: Record<string, unknown> };
  template.Resources.Unknown = { Type: type };
  writeFileSync(templateFile, JSON.stringify(template));
}
