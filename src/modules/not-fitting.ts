import { faultyField, type InputFault } from '../core/words/input-faults.js';
import { Failure } from '../platform/http/failure.js';

/** 422 for one field whose fault only the module could see. */
export const notFitting = (field: string, fault: InputFault): Failure =>
  new Failure('invalid-input', {}, { fields: [faultyField(field, fault)] });
