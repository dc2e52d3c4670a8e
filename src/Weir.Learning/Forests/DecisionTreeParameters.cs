namespace Weir.Learning.Forests;

/// <summary>One classification tree (CART: Breiman et al. 1984), by default left to grow until its leaves are pure.</summary>
public sealed record DecisionTreeParameters : CartParameters;
