import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  EventType,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Construct } from 'constructs';

/** How long what a snapshot was turned into is kept: longer than a run stays the newest one. */
const KEPT_DAYS = 180;

/** Objects under the prefix go after so many days, and their earlier versions a day later. */
const expiring = (prefix: string, days: number): LifecycleRule => ({
  prefix,
  expiration: Duration.days(days),
  noncurrentVersionExpiration: Duration.days(1),
});

/** The data bucket: every file the system reads or makes, by prefix. */
export class DataLake extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { noncurrentVersionExpiration: Duration.days(90) },
        // The database has read them; a run that is tried again writes them anew.
        expiring('load/', 1),
        // They could be made again from the snapshots, which are kept, as models are.
        expiring('clean/', KEPT_DAYS),
        expiring('features/', KEPT_DAYS),
        expiring('scores/', KEPT_DAYS),
      ],
    });
  }

  /** Calls the function for every new object under the prefix that ends so; an empty suffix is any end. */
  onObject(prefix: string, suffix: string, target: IFunction): void {
    this.bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(target), {
      prefix,
      ...(suffix === '' ? {} : { suffix }),
    });
  }

  /** Without it S3 answers 403 instead of 404 for an object that is not there. @param prefix Where alone; everywhere by default. */
  grantList(grantee: IGrantable, prefix = ''): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        ...(prefix === '' ? {} : { conditions: { StringLike: { 's3:prefix': `${prefix}*` } } }),
      }),
    );
  }

  grantRead(grantee: IGrantable, prefix: string): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.bucket.arnForObjects(`${prefix}*`)],
      }),
    );
  }

  grantWrite(grantee: IGrantable, prefix: string): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: [this.bucket.arnForObjects(`${prefix}*`)],
      }),
    );
  }
}
