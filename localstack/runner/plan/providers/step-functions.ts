import * as z from 'zod';
import { parseDefinition, tasksOf } from '../../../step-functions/definition.ts';
import { physicalName } from '../physical-names.ts';
import { arnOf, provider } from '../provider.ts';

/** A state machine whose every state runs here, and whose tasks call functions of the template. */
export const stateMachineProvider = provider(
  {
    StateMachineName: z.string().optional(),
    StateMachineType: z
      .literal('STANDARD', { error: 'only standard state machines run here' })
      .default('STANDARD'),
    DefinitionString: z.string(),
  },
  ['EncryptionConfiguration', 'LoggingConfiguration', 'RoleArn', 'Tags', 'TracingConfiguration'],
  ({ StateMachineName, DefinitionString }, context) => {
    const { draft, place, logicalId } = context;
    for (const { task } of tasksOf(parseDefinition(DefinitionString).States)) {
      draft.function(task.Parameters.FunctionName);
    }
    const name = StateMachineName ?? physicalName(place.stackName, logicalId, 80);
    const arn = arnOf(context, 'states', `stateMachine:${name}`);
    draft.stateMachines.push({ arn, name, definition: DefinitionString });
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
);
