import '../support/on-a-cluster.js';
import './model.full.js';
