export * from './payloads.js';
export * from './signature.js';
export * from './topics.js';
