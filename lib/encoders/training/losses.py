"""What a batch of pairs is judged by."""

import torch
from torch.nn import functional

_NEVER = -1e9


def pair_loss(
    vectors: torch.Tensor, groups: torch.Tensor, temperature: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """InfoNCE (van den Oord et al. 2018): each has to find its partner among all others.

    Parameters
    ----------
    vectors : Tensor of float32, shape (2 B, dim)
        Of length 1; rows i and i + B are of one object.
    groups : Tensor of int64, shape (2 B,)
        Near-duplicates share one; they count neither for nor against.
    temperature : float

    Returns
    -------
    loss : Tensor
        Cross-entropy, nats.
    found : Tensor
        Share of rows whose partner is the nearest.
    """
    n = len(vectors)
    partner = torch.arange(n).roll(n // 2)
    ignored = groups[:, None] == groups[None]
    ignored[torch.arange(n), partner] = False
    logits = (vectors @ vectors.T / temperature).masked_fill(ignored, _NEVER)
    found = (logits.argmax(dim=1) == partner).float().mean()
    return functional.cross_entropy(logits, partner), found


def class_loss(vectors: torch.Tensor, classes: torch.Tensor, temperature: float) -> torch.Tensor:
    """Supervised contrast (Khosla et al. 2020): a class nearer to itself than to others.

    Parameters
    ----------
    vectors : Tensor of float32, shape (N, dim)
        Of length 1.
    classes : Tensor of int64, shape (N,)
        Each at least twice.
    temperature : float

    Returns
    -------
    Tensor
        Mean over the rows, and for each over the others of its class; nats.
    """
    itself = torch.eye(len(vectors), dtype=torch.bool)
    logits = (vectors @ vectors.T / temperature).masked_fill(itself, _NEVER)
    log_share = logits - logits.logsumexp(dim=1, keepdim=True)
    same = (classes[:, None] == classes[None]) & ~itself
    return -((log_share * same).sum(dim=1) / same.sum(dim=1)).mean()
