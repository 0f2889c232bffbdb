"""Proof: which statement answers a need, which parts it covers, how surely, and what may be said.

Others use `Prover`, `Candidate`, `Proof`, `Proved`, `Claim`, `Rarity` and `load_proof_model`.
"""

from matcher.proof.candidates import Candidate
from matcher.proof.claims import Claim, Proof, Proved
from matcher.proof.coverage import Rarity, load_rarity
from matcher.proof.generic import says_only
from matcher.proof.model import ProofModel, load_proof_model
from matcher.proof.prover import Prover

__all__ = [
    "Candidate",
    "Claim",
    "Proof",
    "ProofModel",
    "Proved",
    "Prover",
    "Rarity",
    "load_proof_model",
    "load_rarity",
    "says_only",
]
