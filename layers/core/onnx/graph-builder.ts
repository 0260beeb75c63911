import {
  type Attribute,
  type ConstantTensor,
  DATA_TYPE,
  type DataType,
  type GraphNode,
  type GraphValue,
  writeNode,
  writeTensor,
  writeValueInfo,
} from './onnx-messages.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/** IR 10 with these operator sets is ONNX 1.16, the first with TreeEnsemble; onnxruntime runs it from 1.18 on. */
const IR_VERSION = 10;
const OPERATOR_SETS = { '': 21, 'ai.onnx.ml': 5 };

/** The name of a tensor inside a graph. */
export type TensorName = string;

/** Collects the nodes of one graph. Names of its own begin with a prefix that none of the reserved names has. */
export class GraphBuilder {
  readonly #prefix: string;
  readonly #nodes: GraphNode[] = [];
  readonly #constants: [TensorName, ConstantTensor][] = [];

  /** @param reserved The names of the graph's inputs and outputs. */
  constructor(reserved: readonly string[]) {
    let prefix = '#';
    while (reserved.some((name) => name.startsWith(prefix))) prefix += '#';
    this.#prefix = prefix;
  }

  /** Adds a standard operation and returns its output. */
  add(
    operator: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): TensorName {
    return this.#addNode(operator, '', inputs, attributes);
  }

  /** Adds an operation of `ai.onnx.ml` and returns its output. */
  addMl(
    operator: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, Attribute>>,
  ): TensorName {
    return this.#addNode(operator, 'ai.onnx.ml', inputs, attributes);
  }

  cast(input: TensorName, to: DataType): TensorName {
    return this.add('Cast', [input], { to: { int: DATA_TYPE[to] } });
  }

  /** Sum over the columns: [rows, k] → [rows, 1]. */
  sumOfColumns(input: TensorName): TensorName {
    const axis = this.constant(BigInt64Array.of(1n), [1]);
    return this.add('ReduceSum', [input, axis], { keepdims: { int: 1 } });
  }

  /** [rows, 1] each → [rows, k]. */
  sideBySide(inputs: readonly TensorName[]): TensorName {
    return this.add('Concat', inputs, { axis: { int: 1 } });
  }

  constant(values: ConstantTensor['values'], dims: readonly number[]): TensorName {
    const name = this.#newName();
    this.#constants.push([name, { values, dims }]);
    return name;
  }

  /** Gives a tensor a name of the caller's choice. */
  rename(tensor: TensorName, name: string): void {
    this.#nodes.push({ operator: 'Identity', domain: '', inputs: [tensor], output: name, attributes: {} });
  }

  /** The whole model as an .onnx file. */
  finish(inputs: readonly GraphValue[], outputs: readonly GraphValue[]): Uint8Array {
    const writer = new ProtobufWriter();
    writer.integer(1, IR_VERSION);
    writer.text(2, 'churn-revenue-intelligence');
    writer.message(7, (graph) => {
      for (const node of this.#nodes) graph.message(1, (inner) => writeNode(inner, node));
      graph.text(2, 'churn');
      for (const [name, tensor] of this.#constants) {
        graph.message(5, (inner) => writeTensor(inner, name, tensor));
      }
      for (const input of inputs) graph.message(11, (inner) => writeValueInfo(inner, input));
      for (const output of outputs) graph.message(12, (inner) => writeValueInfo(inner, output));
    });
    for (const [domain, version] of Object.entries(OPERATOR_SETS)) {
      writer.message(8, (set) => {
        set.text(1, domain);
        set.integer(2, version);
      });
    }
    return writer.finish();
  }

  #addNode(
    operator: string,
    domain: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, Attribute>>,
  ): TensorName {
    const output = this.#newName();
    this.#nodes.push({ operator, domain, inputs, output, attributes });
    return output;
  }

  #newName(): TensorName {
    return `${this.#prefix}${this.#nodes.length + this.#constants.length}`;
  }
}
