"""Re-checks an answer (a plan file) against its landscape; shares nothing with the solvers.

Enumerates the demands, ways, legs and costs of the definitions word for word, so that an
answer can be believed by whoever believes these few pages.
"""

from analyzer.verification.verifying import VerificationResult, verify_answer

__all__ = ["VerificationResult", "verify_answer"]
