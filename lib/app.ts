import { App } from 'aws-cdk-lib';
import { ChurnStack } from './churn-stack.ts';
import { readTarget } from './target.ts';

const app = new App();
new ChurnStack(app, 'ChurnStack', {
  description: 'Customer churn and revenue: pipeline, predictions and dashboard',
  target: readTarget(app.node),
});
