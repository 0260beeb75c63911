import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { appForCloud, templateOf } from '../support/synthesized-app.ts';
import { isTracing, statementsOf } from '../support/template-policies.ts';

let template: Template;
beforeAll(async () => {
  template = await templateOf(await appForCloud());
});

describe('functions', () => {
  it('run on Node 24 and arm64, each with a log group that forgets', () => {
    const ours = template.findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: Match.anyValue() } } },
    });
    expect(Object.keys(ours)).toHaveLength(14);
    for (const resource of Object.values(ours)) {
      expect(resource.Properties.Runtime).toBe('nodejs24.x');
      expect(resource.Properties.Architectures).toEqual(['arm64']);
      expect(resource.Properties.LoggingConfig).toBeDefined();
      expect(resource.Properties.TracingConfig).toEqual({ Mode: 'Active' });
    }
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('that set the room for new objects also set that for old ones, which Lambda then leaves alone', () => {
    for (const [service, semiSpaceMb] of [
      ['predict', 64],
      ['score-part', 16],
    ] as const) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        MemorySize: 1769,
        Environment: {
          Variables: Match.objectLike({
            POWERTOOLS_SERVICE_NAME: service,
            NODE_OPTIONS: `--enable-source-maps --max-semi-space-size=${semiSpaceMb} --max-old-space-size=1592`,
          }),
        },
      });
    }
  });

  it('of the pipeline try twice and keep what failed', () => {
    for (const stage of ['ingest', 'clean', 'features', 'train', 'score-start']) {
      template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: Match.objectLike({ POWERTOOLS_SERVICE_NAME: stage }) },
        DeadLetterConfig: { TargetArn: Match.anyValue() },
      });
    }
    const onGivenUp = {
      OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('GiveUp'), 'Arn'] } },
    };
    template.resourcePropertiesCountIs(
      'AWS::Lambda::EventInvokeConfig',
      { MaximumRetryAttempts: 1, DestinationConfig: onGivenUp },
      5,
    );
  });

  it('that keep the states of runs try twice, and their failure is no run’s', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ POWERTOOLS_SERVICE_NAME: 'record-run' }) },
      DeadLetterConfig: { TargetArn: Match.anyValue() },
    });
    template.resourcePropertiesCountIs(
      'AWS::Lambda::EventInvokeConfig',
      { MaximumRetryAttempts: 1, DestinationConfig: Match.absent() },
      2,
    );
    const actions = statementsOf(template, /RecordRunServiceRole/).flatMap((statement) => statement.Action);
    expect(actions).not.toContain('s3:PutObject');
  });

  it('may do nothing to everything: no wildcard action, and no resource but named ones', () => {
    for (const name of [
      'Ingest',
      'Clean',
      'Features',
      'Train',
      'ScoreStart',
      'ScorePlan',
      'ScorePart',
      'ScorePublish',
      'Predict',
      'Insights',
      'Uploads',
      'Migrate',
      'GiveUp',
      'RecordRun',
    ]) {
      const statements = statementsOf(template, new RegExp(`${name}ServiceRole`));
      expect(statements.length).toBeGreaterThan(0);
      for (const statement of statements.filter((one) => !isTracing(one))) {
        expect([statement.Action].flat().filter((action) => action.endsWith('*'))).toEqual([]);
        expect(JSON.stringify(statement.Resource)).not.toContain('"*"');
      }
    }
  });

  it('that answer the public write nothing into the data bucket', () => {
    for (const role of [/PredictServiceRole/, /InsightsServiceRole/]) {
      const actions = statementsOf(template, role).flatMap((statement) => statement.Action);
      expect(actions).not.toContain('s3:PutObject');
    }
  });

  it('that gives out addresses for files may put them under raw/ and do nothing else', () => {
    const others = statementsOf(template, /UploadsServiceRole/).filter((one) => !isTracing(one));
    expect(others).toEqual([
      {
        Action: 's3:PutObject',
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', [expect.anything(), '/raw/*']] },
      },
    ]);
  });

  it('never see a password', () => {
    const variables = JSON.stringify(template.findResources('AWS::Lambda::Function'));
    expect(variables).not.toContain('resolve:secretsmanager');
  });
});
