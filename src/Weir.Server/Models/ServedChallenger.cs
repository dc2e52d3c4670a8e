using Weir.Pipeline.Deployment;

namespace Weir.Server.Models;

/// <summary>A challenger beside the champion. Its share says about whom it answers; without one it is a shadow and answers nobody.</summary>
internal sealed record ServedChallenger(ServedArm Arm, long Deployment, TrafficShare? Share);
